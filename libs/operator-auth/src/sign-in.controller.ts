import { Controller, Get, Header, Inject, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OperatorRole } from '@usher/config';
import type { FastifyRequest } from 'fastify';
import { operatorOf } from './operator.js';
import { OperatorGuard } from './operator.guard.js';

/** How operators may sign in; nothing in it is secret. */
export interface SignInOffer {
  /** The operator token is always taken. */
  token: true;
  /** Where the console, as a public client, gets people signed in. */
  oidc: {
    issuer: string;
    clientId: string;
    scope: string;
    /** What the access token that is sent as bearer must be asked for; null: the ID token is sent. */
    audience: string | null;
  } | null;
}

/** Injection token of the {@link SignInOffer}. */
export const SIGN_IN_OFFER = Symbol('sign-in offer');

@ApiTags('sign-in')
@Controller('api')
export class SignInController {
  constructor(@Inject(SIGN_IN_OFFER) private readonly offered: SignInOffer) {}

  @Get('sign-in')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'How operators may sign in; asks for no token' })
  offer(): SignInOffer {
    return this.offered;
  }

  @Get('me')
  @Header('cache-control', 'no-store')
  @UseGuards(OperatorGuard)
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Whose token it is, and what they may do' })
  me(@Req() request: FastifyRequest): { actor: string; role: OperatorRole } {
    const { actor, role } = operatorOf(request);
    return { actor, role };
  }
}
