RULES = {range(400, 404): ('302', '/login'), range(404, 411): ('302', '/missing'), range(500, 600): ('503', None)}


def rule_for(status):
    for codes, rule in RULES.items():
        if status in codes:
            return rule
    return None


def lambda_handler(event, context):
    response = event['Records'][0]['cf']['response']
    rule = rule_for(int(response['status']))
    if rule is None:
        return response
    status, target = rule
    response.update(status=status, statusDescription='Changed')
    if target:
        response['headers']['location'] = [{'key': 'Location', 'value': target}]
    else:
        response['headers'].pop('server', None)
    return response
