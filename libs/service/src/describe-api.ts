import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const PATH = 'api/docs';

/**
 * `GET /api/docs`: the OpenAPI document of the operators' APIs of this process, as JSON. It is made when it is first asked
 * for.
 */
export function describeApi(app: NestFastifyApplication, title: string): void {
  const description = new DocumentBuilder().setTitle(title).setVersion('0.1.0').addBearerAuth().build();
  SwaggerModule.setup(PATH, app, () => SwaggerModule.createDocument(app, description), {
    ui: false,
    raw: ['json'],
    jsonDocumentUrl: PATH,
  });
}
