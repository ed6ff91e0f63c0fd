/** One request to the site that carried an operation. Milliseconds since 1970. */
export interface SiteCall {
  begunAt: number;
  endedAt: number;
}
