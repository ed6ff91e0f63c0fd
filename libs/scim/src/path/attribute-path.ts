/** Where an attribute lives: `userName`, `name.givenName`, `urn:...:User:manager.value`. Names are canonical when known. */
export interface AttributePath {
  /** URN of the extension; null for the core schema and the common attributes. */
  schema: string | null;
  name: string;
  sub: string | null;
}
