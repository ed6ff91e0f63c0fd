import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** An Usher that runs, for the development server. */
const usher = process.env.USHER_URL ?? 'http://127.0.0.1:8080';
const proxied = Object.fromEntries(['/api', '/scim', '/health'].map((path) => [path, usher]));

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/public',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    // scripts/console-size.mjs measures what matters.
    chunkSizeWarningLimit: 1_500,
    // Every file of its own: the content security policy lets no data: in but for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { host: '127.0.0.1', proxy: proxied },
});
