/** The system's own ssh: run once for a test, and read. */

export { type ClientStageOptions, createClientStage } from './create-client-stage.ts'
export { causeToldBy, type OutputReading, parseOutput } from './parse-output.ts'
export { type ClientStageInput, type ClientStageResult, runClientStage } from './run-client.ts'
