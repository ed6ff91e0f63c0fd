/** One request to the SCIM server, or to where somebody believes it to be. */
export interface SeenRequest {
  /** Whose token it came with; '' when that isn't known. */
  connection: string;
  at: Date;
  method: string;
  /** With the parameters of SCIM; the values of others are blotted out. */
  path: string;
  status: number;
  /** The reason of a refusal, or the scimType; {@link ELSEWHERE} when it didn't come to the SCIM server. */
  code: string | null;
  /** What the client was told. */
  detail: string | null;
  milliseconds: number;
  sourceIp: string;
  /** Name of the token. */
  token: string | null;
  userAgent: string | null;
}

/** Code of a request for SCIM at an address where there is none. */
export const ELSEWHERE = 'elsewhere';

/** Whether it was granted. */
export const isGood = ({ status, code }: Pick<SeenRequest, 'status' | 'code'>): boolean =>
  status < 400 && code !== ELSEWHERE;
