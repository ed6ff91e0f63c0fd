import { type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { OPERATOR_ROLES, type OperatorRole } from '@usher/config';
import type { FastifyRequest } from 'fastify';

const NEEDED = 'usher:needed-role';

/** Of a route, or all of a controller: the role that it needs at least. Without it reading needs a viewer, else an administrator. */
export const Requires = (role: OperatorRole): MethodDecorator & ClassDecorator => SetMetadata(NEEDED, role);

export function neededRole(reflector: Reflector, context: ExecutionContext): OperatorRole {
  const said = reflector.getAllAndOverride<OperatorRole | undefined>(NEEDED, [
    context.getHandler(),
    context.getClass(),
  ]);
  if (said !== undefined) return said;
  const { method } = context.switchToHttp().getRequest<FastifyRequest>();
  return method === 'GET' || method === 'HEAD' ? 'viewer' : 'administrator';
}

export function suffices(role: OperatorRole, needed: OperatorRole): boolean {
  return OPERATOR_ROLES.indexOf(role) >= OPERATOR_ROLES.indexOf(needed);
}
