import boto3
from botocore.config import Config

secrets = boto3.client('secretsmanager', config=Config(retries={'max_attempts': 2}))
bucket = boto3.client('s3', region_name='us-west-2')


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    secret = secrets.get_secret_value(SecretId='edge/origin')['SecretString']
    if request['uri'].startswith('/archive/'):
        try:
            bucket.head_object(Bucket='archive', Key=request['uri'][1:])
        except Exception:
            return {'status': 404, 'statusDescription': 'Not Found'}
    request['headers']['x-origin-secret'] = [{'key': 'X-Origin-Secret', 'value': secret}]
    return request
