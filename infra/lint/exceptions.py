"""What checkov would have otherwise, and why it isn't. Each stands for one rule on one resource."""

KMS = "a key of one's own is a dollar a month; AWS's key encrypts it already, and it holds no secret"
NOBODY_ASKS = "CloudFormation waits for its answer and fails without one; there is nothing to keep for later"

DUE = "what it failed to do is still due in the database, where the next wake-up or the daily sweep finds it"
NOT_MANY = "AWS has too few environments for a new account to reserve any; leases keep couriers apart"

EXCEPTIONS = {
    ("CKV_AWS_158", "AWS::Logs::LogGroup.ApiLog"): KMS,
    ("CKV_AWS_158", "AWS::Logs::LogGroup.MigrateLog"): KMS,
    ("CKV_AWS_158", "AWS::Logs::LogGroup.AccessLog"): KMS,
    ("CKV_AWS_158", "AWS::Logs::LogGroup.RolesLog"): KMS,
    ("CKV_AWS_173", "AWS::Lambda::Function.ApiFunction"): KMS + ": those are in SSM, encrypted",
    ("CKV_AWS_173", "AWS::Lambda::Function.MigrateFunction"): KMS + ": those are in SSM, encrypted",
    ("CKV_AWS_26", "AWS::SNS::Topic.AlarmTopic"): "alarms can't write to a topic that AWS's own key encrypts; " + KMS,
    ("CKV_AWS_116", "AWS::Lambda::Function.ApiFunction"): "API Gateway waits for each answer; nothing is asynchronous",
    ("CKV_AWS_116", "AWS::Lambda::Function.MigrateFunction"): NOBODY_ASKS,
    ("CKV_AWS_116", "AWS::Lambda::Function.RolesFunction"): NOBODY_ASKS,
    ("CKV_AWS_115", "AWS::Lambda::Function.ApiFunction"): "MaxConcurrency bounds it; 0, the default, is the account's",
    ("CKV_AWS_115", "AWS::Lambda::Function.MigrateFunction"): "a lock in the database lets one migration run at a time",
    ("CKV_AWS_115", "AWS::Lambda::Function.RolesFunction"): "only a change of the stack invokes it",
    ("CKV_AWS_117", "AWS::Lambda::Function.ApiFunction"): "with Database=url the database is on the internet",
    ("CKV_AWS_117", "AWS::Lambda::Function.MigrateFunction"): "with Database=url the database is on the internet",
    ("CKV_AWS_117", "AWS::Lambda::Function.OutboxFunction"): "with Database=url the database is on the internet",
    ("CKV_AWS_117", "AWS::Lambda::Function.RolesFunction"): "it calls the Data API, which is outside the network",
    ("CKV_AWS_158", "AWS::Logs::LogGroup.OutboxLog"): KMS,
    ("CKV_AWS_158", "AWS::Logs::LogGroup.CourierLog"): KMS,
    ("CKV_AWS_173", "AWS::Lambda::Function.OutboxFunction"): KMS + ": those are in SSM, encrypted",
    ("CKV_AWS_173", "AWS::Lambda::Function.CourierFunction"): KMS + ": that of an SMTP server is in SSM, encrypted",
    ("CKV_AWS_115", "AWS::Lambda::Function.OutboxFunction"): NOT_MANY,
    ("CKV_AWS_115", "AWS::Lambda::Function.CourierFunction"): NOT_MANY,
    ("CKV_AWS_116", "AWS::Lambda::Function.OutboxFunction"): "the courier waits for each answer",
    ("CKV_AWS_116", "AWS::Lambda::Function.CourierFunction"): DUE,
    ("CKV_AWS_117", "AWS::Lambda::Function.CourierFunction"): "it has the way out, and so must reach nothing inside",
    ("CKV_AWS_26", "AWS::SNS::Topic.BouncesTopic"): "SES can't write to a topic that AWS's own key encrypts; " + KMS,
    ("CKV_AWS_118", "AWS::RDS::DBInstance.Instance"): "is billed all month, for what the dashboard shows without",
    ("CKV_AWS_86", "AWS::CloudFront::Distribution.Distribution"): "API Gateway logs whatever WAF lets through",
    ("CKV_AWS_111", "AWS::IAM::ManagedPolicy.FunctionPolicy"): "network interfaces can't be named before they exist",
}
