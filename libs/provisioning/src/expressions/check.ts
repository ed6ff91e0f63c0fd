import { isCelError, type parse } from '@bufbuild/cel';
import { type Fault } from '../faults.js';
import { ENVIRONMENT } from './environment.js';

export const VARIABLES = ['user', 'enterprise', 'groups'] as const;

type Parsed = ReturnType<typeof parse>;
type Expr = Parsed['expr'];

/** Names that the language itself gives a meaning. */
const TYPES = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type'];
/** What the evaluator does without a function. */
const BUILT_IN = new Set(['_[_]', '_?_:_', '_&&_', '_||_', '@not_strictly_false']);

/** What is read of the variables, each from the variable inward: `['user', 'name', 'givenName']`. */
export type Reference = readonly string[];

/**
 * Looks over an expression before it is kept: what it names must be there, and its loops must not be nested, since each
 * level multiplies the work. The functions' own work is metered when it runs.
 */
export function checkExpression({ expr, sourceInfo }: Parsed): { faults: Fault[]; references: Reference[] } {
  const faults: Fault[] = [];
  const references: Reference[] = [];
  const fault = ({ id }: Expr, message: string) =>
    void faults.push({ message, position: sourceInfo?.positions[String(id)] ?? 0 });

  function visit(node: Expr | undefined, names: ReadonlySet<string>, loops: number): void {
    if (node === undefined) return;
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'identExpr': {
        const { name } = exprKind.value;
        if (isVariable(name) && !names.has(name)) references.push([name]);
        else if (!names.has(name) && !TYPES.includes(name)) fault(node, unknownName(name));
        return;
      }
      case 'selectExpr': {
        const chain = referenceOf(node, names);
        if (chain) references.push(chain);
        else visit(exprKind.value.operand, names, loops);
        return;
      }
      case 'callExpr': {
        const { target, function: name, args } = exprKind.value;
        const qualified = target?.exprKind.case === 'identExpr' && `${target.exprKind.value.name}.${name}`;
        if (qualified && ENVIRONMENT.funcs.find(qualified)) return args.forEach((arg) => visit(arg, names, loops));
        if (!BUILT_IN.has(name) && !ENVIRONMENT.funcs.find(name)) fault(node, `There is no function "${name}".`);
        visit(target, names, loops);
        args.forEach((arg) => visit(arg, names, loops));
        return checkPattern(node, name, args[0]);
      }
      case 'listExpr':
        return exprKind.value.elements.forEach((element) => visit(element, names, loops));
      case 'structExpr':
        if (exprKind.value.messageName !== '') fault(node, `There is no type "${exprKind.value.messageName}".`);
        return exprKind.value.entries.forEach(({ keyKind, value }) => {
          if (keyKind.case === 'mapKey') visit(keyKind.value, names, loops);
          visit(value, names, loops);
        });
      case 'comprehensionExpr': {
        const { iterVar, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
        if (loops > 0) fault(node, 'A loop (filter, map, all, exists) within a loop is not allowed.');
        visit(iterRange, names, loops);
        const inner = new Set([...names, iterVar, accuVar]);
        for (const part of [accuInit, loopCondition, loopStep, result]) visit(part, inner, loops + 1);
      }
    }
  }

  function checkPattern(node: Expr, name: string, pattern: Expr | undefined): void {
    if (name !== 'matches' || pattern?.exprKind.case !== 'constExpr') return;
    const { constantKind } = pattern.exprKind.value;
    if (constantKind.case !== 'stringValue') return;
    const tried = ENVIRONMENT.funcs.find('matches')?.call(0, '', [constantKind.value]);
    if (isCelError(tried)) fault(pattern, `This is no regular expression: ${tried.message}.`);
  }

  visit(expr, new Set(), 0);
  return { faults, references };
}

function unknownName(name: string): string {
  return `There is no "${name}": an expression may use ${VARIABLES.join(', ')}.`;
}

function isVariable(name: string): boolean {
  return (VARIABLES as readonly string[]).includes(name);
}

/** Undefined for what doesn't begin at a variable. */
function referenceOf(node: Expr, names: ReadonlySet<string>): string[] | undefined {
  const { exprKind } = node;
  if (exprKind.case === 'identExpr') {
    const { name } = exprKind.value;
    return isVariable(name) && !names.has(name) ? [name] : undefined;
  }
  if (exprKind.case !== 'selectExpr' || exprKind.value.operand === undefined) return undefined;
  const operand = referenceOf(exprKind.value.operand, names);
  return operand && [...operand, exprKind.value.field];
}
