import { actResponseSchema, operationSchema, operationsSchema, previewSchema } from "./action-schemas";
import { alertTestSchema } from "./alert-schemas";
import { apiErrorSchema } from "./api-error";
import {
  diagnosisSchema,
  flowFindSchema,
  flowsPageSchema,
  flowViewSchema,
  queuesPageSchema,
  triageSchema,
  workerPageSchema,
  workersPageSchema,
} from "./flow-schemas";
import { healthSchema } from "./health-schema";
import {
  childrenPageSchema,
  jobDataSchema,
  jobDetailSchema,
  jobLogsSchema,
  jobsPageSchema,
  locksPageSchema,
} from "./job-schemas";
import {
  activitySchema,
  incidentsPageSchema,
  jobHistorySchema,
  limitsSchema,
  putLimitResponseSchema,
} from "./record-schemas";
import { snapshotHeadSchema, snapshotSchema, snapshotsPageSchema } from "./snapshot-schemas";

/**
 * What the browser parses answers by. A page loads it, and zod with it, by `import()` when it first asks for something.
 * Answers are written with zod's mini, a third of its weight; requests, which the server alone parses, with the whole.
 */
export const answerSchemas = {
  act: actResponseSchema,
  activity: activitySchema,
  alertTest: alertTestSchema,
  childrenPage: childrenPageSchema,
  diagnosis: diagnosisSchema,
  error: apiErrorSchema,
  flowFind: flowFindSchema,
  flowsPage: flowsPageSchema,
  flowView: flowViewSchema,
  health: healthSchema,
  incidentsPage: incidentsPageSchema,
  jobData: jobDataSchema,
  jobDetail: jobDetailSchema,
  jobHistory: jobHistorySchema,
  jobLogs: jobLogsSchema,
  jobsPage: jobsPageSchema,
  limit: putLimitResponseSchema,
  limits: limitsSchema,
  locksPage: locksPageSchema,
  operation: operationSchema,
  operations: operationsSchema,
  preview: previewSchema,
  queuesPage: queuesPageSchema,
  snapshot: snapshotSchema,
  snapshotHead: snapshotHeadSchema,
  snapshotsPage: snapshotsPageSchema,
  triage: triageSchema,
  workerPage: workerPageSchema,
  workersPage: workersPageSchema,
} as const;
