import type { Clock } from '../../services';
import { noSuchKey, noSuchVersion, S3Error } from '../s3-error';
import type { Bodies } from './bodies';
import type { Buckets } from './buckets';
import { type Condition, checkCondition } from './condition';
import { type Database, del, put, type Write } from './database';
import { currentKey, objectRange, versionKey } from './keys';
import type { Content, Description, ObjectRecord, Segment, StoredObject, Tag } from './records';

export interface Removed {
  /** Of what was deleted or, where nothing was asked for by id, of the new delete marker. */
  readonly versionId?: string;
  readonly isDeleteMarker?: boolean;
}

/** As long as S3's, and as opaque to clients: the sequence, then what nobody can guess. Or `null`. */
const versionIdPattern = /^(null|[0-9a-f]{32})$/;
const versionIdOf = (sequence: number, random: string) =>
  sequence.toString(16).padStart(12, '0') + random.replaceAll('-', '').slice(0, 20);

/** The sequence number in a version's id; undefined for `null`. */
export const sequenceIn = (versionId: string): number | undefined =>
  versionId === 'null' ? undefined : Number.parseInt(versionId.slice(0, 12), 16);

const sequenceCounter = 'sequence';
const wholeSeconds = (milliseconds: number) => Math.floor(milliseconds / 1000) * 1000;

const segmentsOf = (record: ObjectRecord | undefined): readonly Segment[] =>
  record && !record.isDeleteMarker ? record.segments : [];

/** Objects and their versions. Each change is one batch, made while no other is. */
export class Objects {
  constructor(
    private readonly database: Database,
    private readonly bodies: Bodies,
    private readonly buckets: Buckets,
    private readonly clock: Clock,
    private readonly newId: () => string,
  ) {}

  /** Throws what S3 answers where there is no bucket, no object, no such version or only a delete marker. */
  async get(bucket: string, key: string, versionId?: string): Promise<StoredObject> {
    const { versioning } = await this.buckets.get(bucket);
    const found =
      versionId === undefined ? await this.newest(bucket, key) : await this.version(bucket, key, versionId);
    if (found && !found.isDeleteMarker) return found;
    if (!found) throw versionId === undefined ? noSuchKey(key) : noSuchVersion(key, versionId);
    const headers = {
      'x-amz-delete-marker': 'true',
      ...(versioning && { 'x-amz-version-id': found.versionId }),
    };
    if (versionId === undefined) throw noSuchKey(key, headers);
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      status: 405,
      fields: { Method: 'GET', ResourceType: 'DeleteMarker' },
      headers: { ...headers, allow: 'DELETE', 'last-modified': new Date(found.lastModified).toUTCString() },
    });
  }

  /** As `get`, and the files stay until `release` is called. */
  async hold(
    bucket: string,
    key: string,
    versionId?: string,
  ): Promise<{ readonly object: StoredObject; readonly release: () => void }> {
    return this.database.exclusively(async () => {
      const object = await this.get(bucket, key, versionId);
      return { object, release: this.bodies.hold(object.segments) };
    });
  }

  /** The newest version or delete marker. */
  async newest(bucket: string, key: string): Promise<ObjectRecord | undefined> {
    const current = this.current(bucket, key);
    if (current) return current;
    const { versioning } = await this.buckets.get(bucket);
    if (!versioning) return undefined;
    for await (const record of this.database.versions.values({ ...objectRange(bucket, key), limit: 1 })) {
      return record;
    }
    return undefined;
  }

  private current(bucket: string, key: string): ObjectRecord | undefined {
    return this.database.current.getSync(currentKey(bucket, key));
  }

  /** Throws InvalidArgument for what cannot be a version's id. */
  async version(bucket: string, key: string, versionId: string): Promise<ObjectRecord | undefined> {
    if (!versionIdPattern.test(versionId)) {
      throw new S3Error('InvalidArgument', 'Invalid version id specified', {
        fields: { ArgumentName: 'versionId', ArgumentValue: versionId },
      });
    }
    const sequence = sequenceIn(versionId);
    if (sequence !== undefined) {
      const record = this.database.versions.getSync(versionKey(bucket, key, sequence));
      return record?.versionId === versionId ? record : undefined;
    }
    for await (const record of this.database.versions.values(objectRange(bucket, key))) {
      if (record.versionId === versionId) return record;
    }
    return undefined;
  }

  /**
   * Makes content, whose files `bodies` wrote, the newest version. `alongside` tells of writes that belong to it:
   * it runs exclusively, and the object is only published if it does not throw.
   */
  async publish(
    bucket: string,
    key: string,
    content: Content & Description,
    { condition = {}, alongside }: PublishOptions = {},
  ): Promise<StoredObject> {
    const { object, replaced } = await this.database.exclusively(async () => {
      const { versioning } = await this.buckets.get(bucket);
      // A delete marker counts as nothing here, and looking for one is most of what a first upload would cost.
      const newest = versioning === 'Enabled' ? this.current(bucket, key) : await this.newest(bucket, key);
      checkCondition(condition, newest, key);
      const replaced =
        versioning === 'Enabled' ? undefined : await this.nullVersion(bucket, key, newest, versioning);
      const version = this.nextVersion(versioning);
      const object: StoredObject = { ...content, ...version };
      await this.database.batch([
        ...((await alongside?.()) ?? []),
        ...this.bodies.claim(content.segments),
        ...this.drop(bucket, key, replaced),
        ...this.add(bucket, key, object),
      ]);
      return { object, replaced };
    });
    await this.bodies.discard(segmentsOf(replaced));
    return object;
  }

  /** Deletes what a key has or, where the bucket keeps versions, hides it behind a delete marker. */
  async remove(bucket: string, key: string, condition: Condition = {}): Promise<Removed> {
    const { removed, replaced } = await this.database.exclusively(async () => {
      const { versioning } = await this.buckets.get(bucket);
      const newest = await this.newest(bucket, key);
      checkCondition(condition, newest, key);
      const replaced =
        versioning === 'Enabled' ? undefined : await this.nullVersion(bucket, key, newest, versioning);
      if (!versioning) {
        await this.database.batch([
          ...this.drop(bucket, key, replaced),
          del(this.database.current, currentKey(bucket, key)),
        ]);
        return { removed: {}, replaced };
      }
      const marker: ObjectRecord = { ...this.nextVersion(versioning), isDeleteMarker: true };
      await this.database.batch([
        ...this.drop(bucket, key, replaced),
        ...this.add(bucket, key, marker),
        del(this.database.current, currentKey(bucket, key)),
      ]);
      return { removed: { versionId: marker.versionId, isDeleteMarker: true }, replaced };
    });
    await this.bodies.discard(segmentsOf(replaced));
    return removed;
  }

  /** Deletes one version for good; what is newest then becomes current. Nothing happens where there is none. */
  async removeVersion(
    bucket: string,
    key: string,
    versionId: string,
    condition: Condition = {},
  ): Promise<Removed> {
    const found = await this.database.exclusively(async () => {
      await this.buckets.get(bucket);
      const found = await this.version(bucket, key, versionId);
      checkCondition(condition, found, key);
      if (!found) return undefined;
      const [newest, next] = await this.database.versions
        .values({ ...objectRange(bucket, key), limit: 2 })
        .all();
      const left = newest?.sequence === found.sequence ? next : newest;
      await this.database.batch([
        ...this.drop(bucket, key, found),
        left && !left.isDeleteMarker
          ? put(this.database.current, currentKey(bucket, key), left)
          : del(this.database.current, currentKey(bucket, key)),
      ]);
      return found;
    });
    await this.bodies.discard(segmentsOf(found));
    return { versionId, ...(found?.isDeleteMarker && { isDeleteMarker: true }) };
  }

  /** The object as it is afterwards. Throws as `get`. */
  async setTags(
    bucket: string,
    key: string,
    versionId: string | undefined,
    tags: readonly Tag[],
  ): Promise<StoredObject> {
    return this.database.exclusively(async () => {
      const tagged = { ...(await this.get(bucket, key, versionId)), tags };
      const newest = await this.newest(bucket, key);
      await this.database.batch([
        put(this.database.versions, versionKey(bucket, key, tagged.sequence), tagged),
        ...(newest?.sequence === tagged.sequence
          ? [put<ObjectRecord>(this.database.current, currentKey(bucket, key), tagged)]
          : []),
      ]);
      return tagged;
    });
  }

  private async nullVersion(
    bucket: string,
    key: string,
    newest: ObjectRecord | undefined,
    versioning: string | undefined,
  ): Promise<ObjectRecord | undefined> {
    if (!versioning || newest?.versionId === 'null') return newest;
    return this.version(bucket, key, 'null');
  }

  private nextVersion(versioning: string | undefined) {
    const sequence = (this.database.counters.getSync(sequenceCounter) ?? 0) + 1;
    return {
      versionId: versioning === 'Enabled' ? versionIdOf(sequence, this.newId()) : 'null',
      sequence,
      lastModified: wholeSeconds(this.clock.now()),
    };
  }

  private add(bucket: string, key: string, record: ObjectRecord): Write[] {
    return [
      put(this.database.versions, versionKey(bucket, key, record.sequence), record),
      ...(record.isDeleteMarker
        ? []
        : [put<ObjectRecord>(this.database.current, currentKey(bucket, key), record)]),
      put(this.database.counters, sequenceCounter, record.sequence),
    ];
  }

  private drop(bucket: string, key: string, record: ObjectRecord | undefined): Write[] {
    if (!record) return [];
    return [
      del(this.database.versions, versionKey(bucket, key, record.sequence)),
      ...this.bodies.release(segmentsOf(record)),
    ];
  }
}

export interface PublishOptions {
  readonly condition?: Condition;
  readonly alongside?: () => Promise<readonly Write[]>;
}
