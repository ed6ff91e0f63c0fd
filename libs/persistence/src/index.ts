export { openDatabase, poolOf, type DatabaseOptions } from './data-source.js';
