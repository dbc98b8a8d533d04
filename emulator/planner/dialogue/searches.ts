import { knowledgeBaseOfTool, searchQuery } from '../../agent/knowledge-base/associated';
import type { SearchResult, ToolResult, ToolUse } from '../../agent/model';

/** A search of a knowledge base that the planner asked for. */
export interface Search {
  readonly tool: string;
  readonly query: string;
  /** Absent while it has no answer. */
  readonly results?: readonly SearchResult[];
}

export function searchOf({ name, input }: ToolUse): Search | undefined {
  const query = input[searchQuery];
  return knowledgeBaseOfTool(name) !== undefined && typeof query === 'string'
    ? { tool: name, query }
    : undefined;
}

export const searchResultsOf = ({ content }: ToolResult): SearchResult[] =>
  content.flatMap((block) => ('searchResult' in block ? [block.searchResult] : []));

/** Everything that was found, each passage once; what was found first comes first. */
export function allResults(searches: readonly Search[]): SearchResult[] {
  const results = new Map<string, SearchResult>();
  for (const result of searches.flatMap((search) => search.results ?? [])) {
    if (!results.has(result.source)) results.set(result.source, result);
  }
  return [...results.values()];
}
