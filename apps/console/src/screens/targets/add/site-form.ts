/** What the wizard asks for. */
export interface SiteForm {
  siteUrl: string;
  username: string;
  applicationPassword: string;
  name: string;
  connection: string;
  paused: boolean;
}

export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim());
}

/** `blog.example.org` of `https://blog.example.org/`; '' for what is no address. */
export function hostOf(address: string): string {
  if (!isAddress(address)) return '';
  const { host, pathname } = new URL(address.trim());
  return `${host}${pathname.replace(/\/+$/, '')}`;
}

/** As Usher is asked: without what slips in when copying. */
export function accessOf({ siteUrl, username, applicationPassword }: SiteForm) {
  return {
    siteUrl: siteUrl.trim(),
    username: username.trim(),
    applicationPassword: applicationPassword.trim(),
  };
}
