import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What an OpenID provider keeps, in a store of its own: sessions, codes, grants. Nothing in it ends by itself. */
export function memoryAdapter(): (model: string) => Adapter {
  const stores = new Map<string, Map<string, AdapterPayload>>();
  return (model) => {
    const store = stores.get(model) ?? new Map<string, AdapterPayload>();
    stores.set(model, store);
    const first = (holds: (payload: AdapterPayload) => boolean) => [...store.values()].find(holds);
    return {
      upsert: async (id, payload) => void store.set(id, payload),
      find: async (id) => store.get(id),
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (code) => first((payload) => payload.userCode === code),
      consume: async (id) => void store.set(id, { ...store.get(id), consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void store.delete(id),
      async revokeByGrantId(grantId) {
        for (const [id, payload] of store) if (payload.grantId === grantId) store.delete(id);
      },
    };
  };
}
