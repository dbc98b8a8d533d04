import { type Operation, plural } from '../contract/operations';
import type { Remark } from '../understanding/goal';
import { howTo } from './ask';
import { joined } from './values';

/** What the planner can do, from the operations' summaries: `list loans, get one loan or renew a loan`. */
export function abilities(operations: readonly Operation[]): string {
  const summaries = operations.map(({ summary }) =>
    `${summary.slice(0, 1).toLowerCase()}${summary.slice(1)}`.replace(/\.$/, ''),
  );
  return joined(summaries, 'or');
}

export function say(remark: Remark, operations: readonly Operation[]): string {
  const can = operations.length > 0 ? `I can ${abilities(operations)}.` : 'I have no operations to use.';
  switch (remark.kind) {
    case 'greeting':
      return `Hello! ${can} What would you like?`;
    case 'thanks':
      return 'You are welcome.';
    case 'farewell':
      return 'Goodbye!';
    case 'help':
      return `I am the offline planner: I choose among the operations by their descriptions. ${can}`;
    case 'idle':
      return `All right. ${can}`;
    case 'dropped':
      return 'All right, I will leave it. Nothing was changed.';
    case 'left':
      return remark.operation?.writes === true
        ? `All right, I will not ${remark.operation.verb} anything. Nothing was changed.`
        : 'All right, I will leave it.';
    case 'how-to':
      return howTo(remark.operation);
    case 'no-more':
      return `There are no more ${plural(remark.operation.noun.replace(/s$/, ''))}.`;
    case 'none-listed':
      return '';
    case 'conditional':
      return `I do not decide conditions, so nothing was changed: please tell me plainly if I should ${remark.operation.verb} it.`;
    case 'either':
      return `Do you want to ${abilities(remark.operations)}? Please say which.`;
    default:
      return `I am the offline planner and found no operation that fits. ${can}`;
  }
}
