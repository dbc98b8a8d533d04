/** Milliseconds that the end waits for what is under way: a model of somebody's own may never answer. */
const patience = 2_000;

/** What goes on in the emulator, so that its stores are not closed under it. */
export class UnderWay {
  private readonly all = new Set<Promise<void>>();

  add(work: Promise<unknown>): void {
    const settled: Promise<void> = work
      .catch(() => {})
      .then(() => {
        this.all.delete(settled);
      });
    this.all.add(settled);
  }

  /** Resolves when all of it is over, or has taken too long. */
  async over(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, patience, 'too long');
    });
    while (this.all.size > 0) {
      if ((await Promise.race([Promise.all(this.all), tooLong])) === 'too long') break;
    }
    clearTimeout(timer);
  }
}
