# One image for the worker, the server, the migrations and the sandbox; the command says which.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
# The workflow bundle is made once, here: a production worker refuses to start without it.
RUN node scripts/bundle.ts && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    QUARTERDECK_BUNDLE=/app/dist/workflow-bundle.js \
    QUARTERDECK_STATE=/var/lib/quarterdeck \
    QUARTERDECK_KEYS=/var/lib/quarterdeck/keys \
    QUARTERDECK_HTTP_HOST=0.0.0.0 \
    QUARTERDECK_HTTP_PORT=8080 \
    QUARTERDECK_WORKER_PORT=8081
WORKDIR /app
COPY --from=build --chown=root:root /app ./
# The code belongs to root and cannot be changed from inside; only the state folder is the process' own.
RUN mkdir -p /var/lib/quarterdeck && chown node:node /var/lib/quarterdeck
USER node
VOLUME /var/lib/quarterdeck
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "scripts/health.ts", "server"]
CMD ["node", "--enable-source-maps", "server/index.ts"]
