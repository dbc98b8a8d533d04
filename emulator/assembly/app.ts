/** A resource of the synthesized app with everything resolved as it would be after a deployment. */
export interface AppResource {
  /** The stack's name. */
  readonly stack: string;
  readonly logicalId: string;
  /** For example `AWS::Lambda::Function`. */
  readonly type: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** Each is resolved when it is read; an intrinsic that cannot be throws, naming resource and path. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What `Fn::GetAtt` gives, for example `Arn`. Throws for an attribute that the emulator does not know. */
  attribute(name: string): string;
}

export interface AppOutput {
  readonly key: string;
  readonly description?: string;
  readonly exportName?: string;
  /** Resolved when it is called. */
  value(): string;
}

export interface AppStack {
  readonly name: string;
  readonly stackId: string;
  readonly description?: string;
  readonly resources: readonly AppResource[];
  readonly outputs: readonly AppOutput[];
  /** Parameters with the values that they have here. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The folder or file of an asset by its S3 object key. Throws if the assembly has none. */
  asset(objectKey: string): string;
}

/** The synthesized app, as if it were deployed. */
export interface App {
  /** Absolute folder of the assembly. */
  readonly directory: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stacks: readonly AppStack[];
  /** All resources of one type, as the templates list them. */
  resources(type: string): readonly AppResource[];
}
