import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativePhp } from '../wordpress/native-php.js';
import { isAlive } from '../process/processes.js';
import { type MariaDbAccess, startMariaDb } from './start-mariadb.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-mariadb-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Rows of the last statement, or the server's words. */
async function query(access: MariaDbAccess, ...statements: string[]): Promise<unknown> {
  const input = JSON.stringify({ ...access, statements });
  const output = await new NativePhp().run(`<?php
    $in = json_decode( '${input.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}' );
    try {
      $db = new PDO( "mysql:host={$in->host};port={$in->port}", $in->user, $in->password );
      foreach ( $in->statements as $sql ) { $rows = $db->query( $sql ); }
      echo json_encode( $rows->fetchAll( PDO::FETCH_COLUMN ) );
    } catch ( PDOException $e ) { echo json_encode( $e->getMessage() ); }`);
  return JSON.parse(output);
}

describe('the embedded MariaDB', () => {
  it('keeps its data, ends what an earlier run left, and lets nobody in without the password', async () => {
    const first = await startMariaDb({ dataDir: folder });
    await query(first, 'CREATE DATABASE a', 'CREATE TABLE a.t (n int)', 'INSERT INTO a.t VALUES (7)');
    const second = await startMariaDb({ dataDir: folder });
    try {
      expect(isAlive(first.pid)).toBe(false);
      expect(await query(second, 'SELECT n FROM a.t')).toEqual([7]);
      expect(await query(second, "SELECT User FROM mysql.global_priv WHERE User <> 'mariadb.sys'")).toEqual(['usher']);
      expect(await query({ ...second, password: '' }, 'SELECT 1')).toContain('Access denied');
      expect(await query({ ...second, user: 'root', password: '' }, 'SELECT 1')).toContain('Access denied');
    } finally {
      await second.stop();
    }
    expect(await second.ended).toMatch(/^MariaDB ended/);
    expect(isAlive(second.pid)).toBe(false);
  });
});
