export { openDatabase, poolOf, type DatabaseOptions } from './data-source.js';
export { outliveLoss, SIGNS_OF_LIFE } from './loss.js';
export { inTransaction } from './transaction.js';
export { isUnavailable } from './unavailable.js';
export { type Opened, Vault } from './vault.js';
