import type { PlumblineConfig } from 'plumbline';

export default {
  description: 'openapi.yaml',
  lint: { preset: 'strict', failOn: 'warning' },
  generate: { out: 'src/generated' },
  docs: { out: 'dist/docs' },
  test: { target: 'http://127.0.0.1:3000' },
} satisfies PlumblineConfig;
