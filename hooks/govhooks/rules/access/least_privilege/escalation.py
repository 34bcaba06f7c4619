"""Sets of IAM actions by which their holder grants itself more, and other tables about AWS.

The sets are the methods that Rhino Security Labs published
(https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/) and those that others added since
(https://bishopfox.com/blog/privilege-escalation-in-aws), by the names of AWS's own service authorization reference.
"""

from __future__ import annotations

# In lower case, as `govhooks.knowledge.cloud.aws` has actions.
SETS = (
    ("iam:createpolicyversion",),
    ("iam:setdefaultpolicyversion",),
    ("iam:createaccesskey",),
    ("iam:createloginprofile",),
    ("iam:updateloginprofile",),
    ("iam:attachuserpolicy",),
    ("iam:attachgrouppolicy",),
    ("iam:attachrolepolicy",),
    ("iam:putuserpolicy",),
    ("iam:putgrouppolicy",),
    ("iam:putrolepolicy",),
    ("iam:addusertogroup",),
    ("iam:updateassumerolepolicy",),
    ("iam:deleterolepermissionsboundary",),
    ("iam:deleteuserpermissionsboundary",),
    ("iam:passrole", "ec2:runinstances"),
    ("iam:passrole", "lambda:createfunction"),
    ("iam:passrole", "glue:createdevendpoint"),
    ("iam:passrole", "glue:createjob"),
    ("iam:passrole", "cloudformation:createstack"),
    ("iam:passrole", "datapipeline:createpipeline"),
    ("iam:passrole", "sagemaker:createnotebookinstance"),
    ("iam:passrole", "sagemaker:createtrainingjob"),
    ("iam:passrole", "sagemaker:createprocessingjob"),
    ("iam:passrole", "codebuild:createproject"),
    ("iam:passrole", "ecs:runtask"),
    ("iam:passrole", "ssm:startautomationexecution"),
    ("iam:passrole", "states:createstatemachine"),
    ("iam:passrole", "codestar:createproject"),
    ("glue:updatedevendpoint",),
    ("lambda:updatefunctioncode",),
    ("lambda:updatefunctionconfiguration",),
    ("codestar:createprojectfromtemplate",),
    ("codestar:associateteammember",),
    ("ec2:modifyinstanceattribute",),
    ("ssm:sendcommand",),
    ("sts:assumerole",),
)

# AWS's own policies that give everything, or the means to it.
ADMIN_POLICIES = (
    "AdministratorAccess",
    "PowerUserAccess",
    "IAMFullAccess",
    "AWSCloudFormationFullAccess",
    "AdministratorAccess-Amplify",
)

# Reading these is reading what they hold.
DATA_READS = (
    "s3:getobject",
    "dynamodb:getitem",
    "dynamodb:query",
    "dynamodb:scan",
    "dynamodb:batchgetitem",
    "kms:decrypt",
    "rds-data:executestatement",
    "sqs:receivemessage",
    "kinesis:getrecords",
    "athena:getqueryresults",
    "codecommit:gitpull",
    "rds-db:connect",
)
SECRET_READS = (
    "secretsmanager:getsecretvalue",
    "secretsmanager:batchgetsecretvalue",
    "ssm:getparameter",
    "ssm:getparameters",
    "ssm:getparametersbypath",
)
# Verbs that change nothing.
READING = (
    "get",
    "list",
    "describe",
    "lookup",
    "search",
    "query",
    "scan",
    "batchget",
    "view",
    "head",
    "check",
    "estimate",
    "simulate",
    "test",
    "validate",
    "generate",
    "filter",
    "select",
    "read",
)
# Services, and actions, that everyday policies name with Resource `*`: they know no resources, or the account's only.
EVERYWHERE = (
    *(
        "logs:",
        "cloudwatch:",
        "xray:",
        "ec2messages:",
        "ssmmessages:",
        "sts:getcalleridentity",
        "ecr:getauthorizationtoken",
    ),
    *(
        "ec2:createnetworkinterface",
        "ec2:deletenetworkinterface",
        "ec2:attachnetworkinterface",
        "ec2:detachnetworkinterface",
    ),
    *("ec2:assignprivateipaddresses", "ec2:unassignprivateipaddresses", "ec2:createtags", "s3:listallmybuckets"),
    *(
        "mobiletargeting:",
        "ses:sendemail",
        "ses:sendrawemail",
        "events:putevents",
        "tag:",
        "ce:",
        "pricing:",
        "health:",
        "aps:remotewrite",
    ),
    *(
        "ssm:updateinstanceinformation",
        "elasticloadbalancing:",
        "autoscaling:",
        "route53:",
        "acm:",
        "servicediscovery:",
        "textract:",
        "rekognition:",
        "comprehend:",
        "translate:",
        "polly:",
        "transcribe:",
        "ec2:",
        "cognito-identity:",
        "kms:generaterandom",
        "iot:connect",
        "bedrock:invokemodel",
        "appmesh:",
        "application-autoscaling:",
        "waf",
        "shield:",
        "iam:createservicelinkedrole",
        "iam:listroles",
        "sns:publish",
    ),
)
# Condition keys that say who may ask (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
RESTRICTING = (
    *(
        "aws:sourcearn",
        "aws:sourceaccount",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
    ),
    *(
        "aws:sourcevpce",
        "aws:sourceip",
        "aws:vpcsourceip",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalarn",
    ),
    *(
        "aws:principalaccount",
        "aws:userid",
        "aws:username",
        "aws:principaltag",
        "aws:principalisawsservice",
        "sts:externalid",
    ),
    *(
        "kms:calleraccount",
        "kms:viaservice",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "lambda:functionurlauthtype",
    ),
    *(
        "saml:",
        "aws:federatedprovider",
        "s3:prefix",
        "s3:x-amz-acl",
        "elasticfilesystem:accessedviamounttarget",
        "sns:endpoint",
    ),
)
