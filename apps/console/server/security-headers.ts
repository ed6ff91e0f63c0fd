/**
 * What a browser may do with the console's pages. Styles are let in inline: the components' library writes the theme
 * into a style element; scripts come from files only.
 *
 * @param issuer of OpenID Connect, which a page asks for its configuration and tokens
 */
export function securityHeaders(issuer: string | undefined): Record<string, string> {
  const connect = ["'self'", ...(issuer === undefined ? [] : [new URL(issuer).origin])].join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
