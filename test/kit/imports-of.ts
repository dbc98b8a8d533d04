import { parseSync } from '@swc/core';

export interface Import {
  /** As written, for example `../schemas/contract`. */
  readonly specifier: string;
  /** Leaves no trace at run time. */
  readonly typeOnly: boolean;
}

type Node = Readonly<Record<string, unknown>> & { readonly type?: string };

/** Everything that a module refers to by a literal: import, export from, import(), require(), import types. */
export function importsOf(code: string): Import[] {
  const found: Import[] = [];
  visit(parseSync(code, { syntax: 'typescript', target: 'es2023' }), (node) => {
    const specifier = specifierOf(node);
    const typeOnly = node.typeOnly === true || node.type === 'TsImportType';
    if (typeof specifier === 'string') found.push({ specifier, typeOnly });
  });
  return found;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) see(value as Node);
  for (const child of Object.values(value)) visit(child, see);
}

const literal = (node: unknown) => (node as { value?: unknown } | null | undefined)?.value;

function specifierOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return literal(node.source);
    case 'TsImportType':
      return literal(node.argument);
    case 'TsExternalModuleReference':
      return literal(node.expression);
    case 'CallExpression': {
      const callee = node.callee as Node;
      const loads = callee.type === 'Import' || (callee.type === 'Identifier' && callee.value === 'require');
      const [first] = node.arguments as { expression: Node }[];
      return loads && first?.expression.type === 'StringLiteral' ? literal(first.expression) : undefined;
    }
    default:
      return undefined;
  }
}
