import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** Users in one request. */
const MOST_USERS = 100;

export class UsersQuery {
  /** SCIM ids, by commas; at most 100. */
  @ApiProperty({ example: '2819c223-7f76-453a-919d-413861904646' })
  @Matches(new RegExp(`^[\\w.:-]{1,200}(,[\\w.:-]{1,200}){0,${MOST_USERS - 1}}$`), {
    message: `ids must be 1 to ${MOST_USERS} SCIM ids, by commas`,
  })
  ids: string;
}
