import { awsQuery } from '../front-door/aws-query';
import { cloudformationCoverage } from './coverage';

/** How the service speaks, whoever answers for it. */
export const cloudformationProtocol = async () =>
  awsQuery({
    sdkPackage: await cloudformationCoverage.sdkPackage(),
    namespace: 'com.amazonaws.cloudformation',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  });
