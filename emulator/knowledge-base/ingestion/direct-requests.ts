/** Requests that ingest or delete documents directly and have not been answered, by data source. */
export class DirectRequests {
  private readonly ongoing = new Map<string, number>();

  async during<Answer>(dataSourceId: string | undefined, work: () => Promise<Answer>): Promise<Answer> {
    this.count(dataSourceId, 1);
    try {
      return await work();
    } finally {
      this.count(dataSourceId, -1);
    }
  }

  has(dataSourceId: string): boolean {
    return (this.ongoing.get(dataSourceId) ?? 0) > 0;
  }

  private count(dataSourceId = '', by: number): void {
    const count = (this.ongoing.get(dataSourceId) ?? 0) + by;
    if (count > 0) this.ongoing.set(dataSourceId, count);
    else this.ongoing.delete(dataSourceId);
  }
}
