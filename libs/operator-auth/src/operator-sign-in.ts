import { createHash, timingSafeEqual } from 'node:crypto';
import type { RoleNames } from '@usher/config';
import { actorOf, roleOf } from './claims.js';
import type { HeldClaims, OpenIdProvider } from './open-id-provider.js';
import { type Operator, TOKEN_OPERATOR } from './operator.js';

/** Why somebody isn't known, or nobody here. */
export type SignInFault = 'no_token' | 'invalid_token' | 'expired_token' | 'no_role';

/** Who it is as far as is known. */
export type Person = Pick<Operator, 'actor' | 'subject'>;

export type Admission =
  | { ok: true; operator: Operator }
  | { ok: false; code: SignInFault; message: string; person?: Person }
  | { ok: false; code: 'unavailable'; message: string };

/** Persons who sign in at an OpenID provider. */
export interface PersonsSignIn {
  provider: Pick<OpenIdProvider, 'verify'>;
  rolesClaim: string;
  roleNames: RoleNames;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Says whose a bearer token is: the operator token's, or that of a person whom the OpenID provider vouches for. */
export class OperatorSignIn {
  private readonly expected: Buffer;

  constructor(
    token: string,
    private readonly persons?: PersonsSignIn,
  ) {
    this.expected = digest(token);
  }

  async admit(authorization: string | undefined): Promise<Admission> {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return { ok: false, code: 'no_token', message: this.wanted() };
    if (timingSafeEqual(digest(given), this.expected)) return { ok: true, operator: TOKEN_OPERATOR };
    if (this.persons === undefined) return { ok: false, code: 'invalid_token', message: this.wanted() };
    const verdict = await this.persons.provider.verify(given);
    if (verdict.ok) return this.admitPerson(verdict.claims, this.persons);
    if (verdict.code === 'unavailable') return verdict;
    const { code, message, claims } = verdict;
    const words = code === 'invalid_token' ? `The token is not valid: ${message} ${this.wanted()}` : message;
    return { ok: false, code, message: words, ...(claims !== undefined && { person: personOf(claims) }) };
  }

  private admitPerson(claims: HeldClaims, { rolesClaim, roleNames }: PersonsSignIn): Admission {
    const person = personOf(claims);
    const role = roleOf(claims, rolesClaim, roleNames);
    if (role !== null) return { ok: true, operator: { ...person, role } };
    const message =
      `You have no role in Usher, ${person.actor}: the claim "${rolesClaim}" of your token has none of the names ` +
      'that give one. Ask who looks after Usher or the OpenID provider.';
    return { ok: false, code: 'no_role', message, person };
  }

  private wanted(): string {
    const kinds =
      this.persons === undefined ? 'the operator token' : 'the operator token or one of the OpenID provider';
    return `Send ${kinds}: Authorization: Bearer <token>`;
  }
}

const personOf = (claims: HeldClaims): Person => ({ actor: actorOf(claims), subject: `oidc:${claims.sub}` });
