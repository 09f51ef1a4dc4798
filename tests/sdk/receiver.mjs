// A real listener for webhooks.
import { once } from "node:events";
import { createServer } from "node:http";

/** A receiver that answers these statuses, the last one again and again, and keeps what came. */
export async function receiver(...statuses) {
  const waiting = [];
  const posted = [];
  const http = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    response.writeHead(statuses.length > 1 ? statuses.shift() : statuses[0]).end();
    posted.push({ signature: request.headers["stripe-signature"], body });
    waiting.shift()?.();
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `http://127.0.0.1:${http.address().port}/hook`,
    async next() {
      if (posted.length === 0) await new Promise((resolve) => waiting.push(resolve));
      return posted.shift();
    },
    close: () => http.close(),
  };
}
