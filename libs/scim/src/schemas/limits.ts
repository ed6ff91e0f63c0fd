/** A B-tree entry of PostgreSQL holds about 2,700 bytes; a UTF-16 unit takes up to 3 in UTF-8. */
export const MAX_KEY_LENGTH = 512;
/** Values of one multi-valued attribute; bounds the work of comparing values with each other. */
export const MAX_VALUES = 1000;
/** Members that one request may name. A group may have more. */
export const MAX_MEMBERS = 20_000;
