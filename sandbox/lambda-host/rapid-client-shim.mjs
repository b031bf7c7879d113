// AWS's runtime interface client loads a native addon for its HTTP calls; here the same three calls are made over node:http.
// Preloaded into the function's process, so that the very runtime loop of Lambda runs the very bundle that is deployed.

import http from 'node:http';
import Module from 'node:module';

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let posted = Promise.resolve();

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${base}/${path}`, { method, agent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const rapidClient = {
  next: async () => {
    await posted;
    return call('GET', 'next');
  },
  done: (id, body) => {
    posted = call('POST', `${id}/response`, body);
  },
  error: (id, body) => {
    posted = call('POST', `${id}/error`, body);
  },
};

const load = Module._load;
Module._load = function loadOrShim(request, ...rest) {
  return request === './rapid-client.node' ? rapidClient : load.call(this, request, ...rest);
};
