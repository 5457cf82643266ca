import { Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';

export interface Health {
  /** Resolves when the process can do its work; rejects with why not. */
  readonly ready: () => Promise<void>;
  /** Hears why it can not: the reason names hosts, which are not for whoever asks. */
  readonly onNotReady: (error: unknown) => void;
  readonly metrics: Registry;
}

/** A registry with the process's own figures; features add theirs. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** `/healthz`: the process lives. `/readyz`: it can serve. `/metrics`: Prometheus. */
export function healthRoutes({ ready, onNotReady, metrics }: Health): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  router.get('/readyz', async (_request, response) => {
    try {
      await ready();
      response.json({ status: 'ready' });
    } catch (error) {
      onNotReady(error);
      response.status(503).json({ status: 'not ready' });
    }
  });
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return router;
}
