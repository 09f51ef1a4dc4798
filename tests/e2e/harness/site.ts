import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small site of a merchant, by the paths of its pages; scripts end in `.mjs`. Gone with the test. */
export async function serve(pages: Record<string, string>) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const page = pages[pathname];
    const type = pathname.endsWith('.mjs') ? 'text/javascript' : 'text/html';
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': type }).end(page);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Where a merchant wants the person back. */
export async function returnPage() {
  const site = await serve({
    '/back': '<!doctype html><html lang="en"><title>Back</title><h1>Back at the shop</h1></html>',
  });
  return { address: `${site.origin}/back`, [Symbol.asyncDispose]: site[Symbol.asyncDispose] };
}
