import type { AgentProperties } from './properties';

/** What the emulator keeps of an agent: when it was made, and what its versions were. Times are ISO 8601. */
export interface AgentRecord {
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly preparedAt?: string;
  readonly properties: AgentProperties;
  /** The newest last. */
  readonly versions: readonly VersionRecord[];
  readonly aliases: Readonly<Record<string, AliasRecord>>;
}

interface VersionRecord {
  readonly version: string;
  readonly createdAt: string;
  readonly properties: AgentProperties;
}

interface AliasRecord {
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The alias's own properties, as they were when it was last moved. */
  readonly properties: unknown;
  readonly history: readonly {
    readonly version: string;
    readonly startDate: string;
    readonly endDate?: string;
  }[];
}

export interface AliasInTemplate {
  readonly agentAliasId: string;
  readonly properties: unknown;
  /** The version that its routing names; without one, its version is made from the draft. */
  readonly version?: string;
}

/** As many as Bedrock keeps by default (quota "Versions per agent"). */
const keptVersions = 10;
/** As many as an alias's history has at most (AgentAlias in the API reference). */
const historyLength = 10;

/**
 * Brings the kept record up to the template: a changed agent is updated and, if it is prepared automatically,
 * prepared; an alias without routing gets a new version whenever the alias or the agent changed. On AWS a changed
 * agent alone moves no alias; here it does, so that an edited handler is the one that answers.
 */
export function reconcile(
  kept: AgentRecord | undefined,
  properties: AgentProperties,
  aliases: readonly AliasInTemplate[],
  now: string,
): AgentRecord {
  const changed = !kept || !same(kept.properties, properties);
  const preparedAt = changed ? (properties.AutoPrepare === true ? now : undefined) : kept.preparedAt;
  const versions = [...(kept?.versions ?? [])];
  const make = (version: string) => {
    if (!versions.some((known) => known.version === version))
      versions.push({ version, createdAt: now, properties });
    return version;
  };
  const next = () => String(Math.max(0, ...versions.map(({ version }) => Number(version))) + 1);
  const records = aliases.map((alias): [string, AliasRecord] => {
    const { agentAliasId, version } = alias;
    const record = kept?.aliases[agentAliasId];
    const stays = record && same(record.properties, alias.properties) && (version !== undefined || !changed);
    return [agentAliasId, stays ? record : moved(record, alias, make(version ?? next()), now)];
  });
  const served = new Set(records.map(([, { history }]) => history.at(-1)?.version));
  return {
    createdAt: kept?.createdAt ?? now,
    updatedAt: changed ? now : kept.updatedAt,
    ...(preparedAt !== undefined && { preparedAt }),
    properties,
    versions: versions.filter(
      ({ version }, index) => index >= versions.length - keptVersions || served.has(version),
    ),
    aliases: Object.fromEntries(records),
  };
}

function moved(
  record: AliasRecord | undefined,
  { properties }: AliasInTemplate,
  version: string,
  now: string,
): AliasRecord {
  const history = record?.history ?? [];
  return {
    createdAt: record?.createdAt ?? now,
    updatedAt: now,
    properties,
    history: [
      ...history
        .map((event) => (event.endDate ? event : { ...event, endDate: now }))
        .slice(1 - historyLength),
      { version, startDate: now },
    ],
  };
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
