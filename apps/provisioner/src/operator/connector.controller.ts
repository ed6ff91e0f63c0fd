import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Controller, Get, NotFoundException, Req, Res, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { packPlugin } from '@usher/wordpress';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Beside the provisioner, in the repository as in the image. */
const PLUGIN = fileURLToPath(new URL('../../../wordpress-connector/usher-connector', import.meta.url));

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class ConnectorController {
  @Get('connector.zip')
  @ApiProduces('application/zip')
  @ApiOperation({ summary: 'The connector plugin of this version, for "Upload Plugin" in WordPress' })
  async connector(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const packed = await packPlugin(PLUGIN);
    if (packed === null) throw new NotFoundException('This installation of Usher has no copy of the plugin.');
    const { version, zip } = packed;
    // Of one version there may be several while the plugin is being worked on.
    const etag = `"${version}-${createHash('sha256').update(zip).digest('hex').slice(0, 16)}"`;
    reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (request.headers['if-none-match']?.includes(etag)) {
      reply.status(304);
      return undefined;
    }
    const disposition = `attachment; filename="usher-connector-${version}.zip"`;
    return new StreamableFile(zip, { type: 'application/zip', disposition, length: zip.length });
  }
}
