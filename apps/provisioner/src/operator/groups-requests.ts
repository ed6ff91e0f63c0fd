import { OptionalText } from './parameters.js';

export class GroupsQuery {
  /** Only groups of this connection's users. */
  @OptionalText()
  connection?: string;
}
