import type { Server } from '@grpc/grpc-js';
import type { HealthImplementation } from 'grpc-health-check';
import { addDeferred, type PackagedService } from './deferredService.js';

const once = { requestStream: false, responseStream: false };
const METHODS = { Check: once, List: once, Watch: { requestStream: false, responseStream: true } };

/** The gRPC health of a server: each service by its full name, and '' for all; SERVING until the server stops. */
export class Health {
  private status: 'SERVING' | 'NOT_SERVING' = 'SERVING';
  private loaded: Promise<PackagedService> | undefined;
  private health: HealthImplementation | undefined;

  /** `services`: full names. */
  constructor(private readonly services: readonly string[]) {}

  addTo(server: Server): void {
    addDeferred(server, 'grpc.health.v1.Health', METHODS, () => {
      this.loaded ??= this.load();
      return this.loaded;
    });
  }

  stop(): void {
    this.status = 'NOT_SERVING';
    for (const name of this.names()) this.health?.setStatus(name, this.status);
  }

  private names(): readonly string[] {
    return ['', ...this.services];
  }

  private async load(): Promise<PackagedService> {
    const { HealthImplementation } = await import('grpc-health-check');
    this.health = new HealthImplementation(Object.fromEntries(this.names().map((name) => [name, this.status])));
    let packaged: PackagedService | undefined;
    const addService: Server['addService'] = (definition, implementation) => {
      packaged = { definition, implementation };
    };
    this.health.addToServer({ addService } as Server);
    if (!packaged) throw new Error('the health package adds no service');
    return packaged;
  }
}
