"""Says which transcoding job a film belongs to; the table lies in Tokyo."""
import json
import re
import urllib.parse

import boto3

session = boto3.session.Session(region_name='ap-northeast-1')
table = session.resource('dynamodb').Table('TranscodingJobs')

ALLOWED = r'https://.*\.example\.com http://localhost:3000'

headers = {
    'access-control-allow-origin': [{'key': 'Access-Control-Allow-Origin', 'value': '*'}],
    'access-control-allow-methods': [{'key': 'Access-Control-Allow-Methods', 'value': 'GET, OPTIONS'}],
    'access-control-max-age': [{'key': 'Access-Control-Max-Age', 'value': '7200'}],
    'content-type': [{'key': 'Content-Type', 'value': 'application/json; charset=UTF-8'}],
}


def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    method = request['method']
    if method == 'OPTIONS':
        return preflight()
    elif method != 'GET':
        return failure(404, 'there is no such route')

    if 'origin' in request['headers']:
        origin = request['headers']['origin'][0]['value']
        if origin != '' and origin is not None:
            fits = False
            for pattern in ALLOWED.split():
                if re.fullmatch(pattern, origin):
                    fits = True
                    break
            if not fits:
                return failure(422, 'the origin is not allowed')

    query = urllib.parse.parse_qs(request['querystring'])
    if query == {}:
        return failure(400, 'a parameter is missing')
    elif 'file' not in query:
        return failure(400, 'file is missing')

    item = table.get_item(Key={'File': query['file'][0]})
    if 'Item' not in item:
        return failure(422, 'there is no such film')
    return success(item['Item']['JobId'])


def preflight():
    return {'status': 200, 'headers': headers}


def failure(code, message):
    return {'status': code, 'headers': headers, 'body': json.dumps({'ok': False, 'message': message})}


def success(job):
    return {'status': 200, 'headers': headers, 'body': json.dumps({'ok': True, 'job': job})}
