import { Controller, Get, Header, type Type } from '@nestjs/common';

export interface OverviewLinks {
  wordpressUrl: string;
  credentialsFile: string;
}

/** `GET /`: one static page that says what is served where. */
export function overviewController(links: OverviewLinks): Type {
  const page = overviewPage(links);

  @Controller()
  class OverviewController {
    @Get()
    @Header('content-type', 'text/html; charset=utf-8')
    @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    overview(): string {
      return page;
    }
  }
  return OverviewController;
}

function overviewPage({ wordpressUrl, credentialsFile }: OverviewLinks): string {
  const rows: [string, string, string][] = [
    [
      '/scim/v2/ServiceProviderConfig',
      'SCIM 2.0',
      'base URL for the identity provider: <code>/scim/v2</code>, with the SCIM token',
    ],
    ['/api/audit/entries', 'Audit', 'who changed what and what became of it; JSON, with the operator token as bearer'],
    ['/api/docs', 'API', 'OpenAPI document of the operator APIs'],
    ['/health/ready', 'Health', 'whether every part serves'],
    ['/metrics', 'Metrics', 'Prometheus text format'],
    [`${wordpressUrl}/wp-admin/users.php`, 'WordPress', 'the site whose users are provisioned'],
  ];
  const list = rows
    .map(([href, name, text]) => `<tr><td><a href="${escape(href)}">${name}</a></td><td>${text}</td></tr>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Usher</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
  td { padding: .35rem 1.5rem .35rem 0; vertical-align: top }
</style>
<h1>Usher</h1>
<p>Provisions users from an identity provider into WordPress. This Usher is running; tokens and passwords are in
<code>${escape(credentialsFile)}</code>.</p>
<table>
${list}
</table>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
