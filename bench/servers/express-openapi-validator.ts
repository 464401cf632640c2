/** Express with express-openapi-validator, which checks requests and answers. */
import { createServer } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { middleware } from 'express-openapi-validator';
import { listenAndTell } from './listening.ts';
import { placeOrder } from './order.ts';
import { shopFile } from './shop-description.ts';

const app = express();
app.use(express.json());
app.use(middleware({ apiSpec: shopFile, validateRequests: true, validateResponses: true }));
app.post('/customers/:customerId/orders', (request: Request, response: Response) => {
  // Safe: the validator has read `dryRun` as the boolean that the description declares.
  const dryRun = request.query.dryRun as unknown as boolean;
  response.status(201).json(placeOrder(String(request.params.customerId), dryRun, request.body));
});
app.use(
  (
    error: { status?: number; message: string },
    _request: Request,
    response: Response,
    _next: NextFunction,
  ) => {
    const status = error.status ?? 500;
    response.status(status).type('application/problem+json').json({ title: error.message, status });
  },
);
listenAndTell(createServer(app));
