import json
import urllib.parse

import boto3

dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table('TranscodingStates')


def respond(status, payload):
    return {
        'status': status,
        'headers': {'content-type': [{'key': 'Content-Type', 'value': 'application/json'}]},
        'body': json.dumps(payload),
    }


def lambda_handler(event, context):
    print(event)
    query = urllib.parse.parse_qs(event['Records'][0]['cf']['request']['querystring'])
    job = query.get('job', [''])[0]
    if not job:
        return respond(400, {'message': 'job is missing'})

    answer = table.get_item(Key={'JobId': job})
    if 'Item' not in answer:
        return respond(404, {'message': 'not found'})

    item = answer['Item']
    state = item['State']
    info = {}
    if state == 'COMPLETE':
        info = {'duration': int(item['Duration']), 'path': item['Path']}
    elif state == 'ERROR':
        info = {'error': item['Message']}
    return respond(200, {**{'state': state, 'progress': int(item['Progress'])}, **info})
