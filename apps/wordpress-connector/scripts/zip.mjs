import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 2020, so that the same files make the same archive. */
const DOS_DATE = ((2020 - 1980) << 9) | (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const REGULAR_FILE_0644 = (0o100644 << 16) >>> 0;

/**
 * A zip archive (APPNOTE.TXT 4.3) of a few small files: what WordPress's plugin upload reads, without a zip binary.
 *
 * @param {{ name: string, content: Buffer }[]} files names with forward slashes
 * @returns {Buffer}
 */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, content } of files) {
    const path = Buffer.from(name, 'utf8');
    const data = deflateRawSync(content, { level: 9 });
    // Common to both headers: version needed, flags, method, time, date, crc, sizes, length of the name, of the extra field.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(DEFLATE, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);

    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(REGULAR_FILE_0644, 6);
    tail.writeUInt32LE(offset, 10);
    // "Made by" Unix, for the mode to count.
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, tail, path]));

    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, data]);
    parts.push(entry);
    offset += entry.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
