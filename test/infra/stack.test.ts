// One file for Jest: loading CDK into each of many takes longer than all that is tested.
import './suites/alarms.ts';
import './suites/edge.ts';
import './suites/encryption.ts';
import './suites/examples.ts';
import './suites/reliability.ts';
import './suites/roles.ts';
import './suites/sources.ts';
