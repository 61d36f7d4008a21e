import Testing

@testable import SourceCode

/// The end of a handler as a field report shows it; `KEY` and `VALUE` stand for what the report changed.
private let report = #"""
  import json

  ALLOWED_ORIGINS = 'https://.*\.example\.com' # Tips: 'statusCode'

  headers = { # CORS
      'Access-Control-Allow-Origin': VALUE,
      'Content-Type': [{ 'key': 'Content-Type', 'value': 'application/json; charset=UTF-8' }]
  }

  def lambda_handler(event, context):
      method = event['Records'][0]['cf']['request']['method']
      if method == 'OPTIONS':
          return option_response()
      elif method != 'GET':
          return error_response(404, 'No route matches.')
      response = table.get_item(
           Key = {
              'JobId': 1
          }
      )
      if 'Item' not in response:
          return error_response(422, 'Not found item.')

      return success_response(response['Item'])

  def option_response():
      return { 'KEY': 200, 'headers': headers } # Tips: statusCode

  def error_response(code, message):
      return { 'KEY': code, 'headers': headers, 'body': json.dumps({ 'success': False, 'message': message }) }

  def success_response(item):
      result = { 'success': True, 'progress': int(item['Progress']) }
      return { 'KEY': 200, 'headers': headers, 'body': json.dumps({**result, **item}) }
  """#

@Suite struct LambdaSourceTests {
  private func fill(_ key: String, _ value: String) -> String {
    var text = ""
    for line in report.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map { word in
        word == "'KEY':" ? "'\(key)':" : word == "VALUE," ? "\(value)," : String(word)
      }
      text += words.joined(separator: " ") + "\n"
    }
    return text
  }

  @Test func readsTheReportAsItEnded() {
    let source = LambdaSource(
      code: fill("status", "[{ 'key': 'Access-Control-Allow-Origin', 'value': '*' }]"), language: .python)
    #expect(source.apiGatewayResponses.isEmpty)
    #expect(source.plainHeaders.isEmpty)
    #expect(source.generatesResponses)
    #expect(source.generatedStatusCodes == [200, 404, 422])
  }

  @Test func readsTheReportAsItBegan() {
    let source = LambdaSource(code: fill("statusCode", "'*'"), language: .python)
    #expect(source.apiGatewayResponses.map(\.line) == [27, 30, 34])
    #expect(source.plainHeaders == [SourcePosition(line: 6, column: 36)])
    #expect(!source.generatesResponses)
    #expect(source.generatedStatusCodes.isEmpty)
  }

  @Test(arguments: [
    ("exports.handler = async (event) => ({ statusCode: 200 });", ["1:39"]),
    ("exports.handler = async (event) => {\n  return { statusCode: 200 };\n};", ["2:12"]),
    ("exports.handler = (event, context, callback) => {\n  callback(null, { 'statusCode': 200 });\n};", ["2:20"]),
    (
      "exports.handler = async function (event) {\n  const response = {\n    statusCode: 200 };\n  return response;\n};",
      ["3:5"]
    ),
    (
      "export const handler = async (event) => { return reply(200) }\nfunction reply(statusCode) {\n  return { statusCode, body: '' } }",
      ["3:12"]
    ),
    ("const reply = (code) => ({ statusCode: code });\nexports.handler = async (e) => reply(200)", ["1:28"]),
    ("export async function handler(event) { return ok ? { status: '200' } : { statusCode: 500 } }", ["1:74"]),
    ("exports.handler = async (e) => new Promise((resolve) => { resolve({ statusCode: 200 }) })", ["1:69"]),
    ("exports.handler = (e) => fetch(x).then((r) => { return { statusCode: r } })", ["1:58"]),
    ("exports.handler = async (e) => ({ ...base })\nconst base = { statusCode: 200 }", ["2:16"]),
    // These are no responses.
    (
      "exports.handler = async (e) => {\n  const r = await get(); return { status: r.statusCode } }\nconst get = () => ({ statusCode: 200 })",
      []
    ),
    ("exports.handler = async (e) => { // return { statusCode: 200 }\n return e.Records[0].cf.request }", []),
    ("exports.handler = async (e) => { const s = 'return { statusCode: 200 }'; return e }", []),
    ("exports.handler = async (e) => { const s = `return { statusCode: ${1} }`; return e }", []),
    ("exports.handler = async (e) => { const r = /return { statusCode: 200 }/; return e }", []),
    ("exports.handler = async (e) => { log({ statusCode: 200 }); return e }", []),
    ("exports.handler = async (e) => ({ status: '200', body: JSON.stringify({ statusCode: 200 }) })", []),
    ("exports.handler = async (e) => {\n  return\n  ({ statusCode: 200 }) }", []),
  ])
  func findsAPIGatewayResponsesInJavaScript(code: String, expected: [String]) {
    #expect(LambdaSource(code: code, language: .javaScript).apiGatewayResponses.map(\.description) == expected)
  }

  @Test(arguments: [
    ("def lambda_handler(event, context):\n    return {'statusCode': 200, 'body': json.dumps('Hello')}", ["2:13"]),
    (
      "def lambda_handler(event, context):\n    response = {\n        \"statusCode\": 200}\n    return response\n",
      ["3:9"]
    ),
    ("def lambda_handler(event, context):\n    return {'status': 200} if event else {'statusCode': 500}\n", ["2:43"]),
    ("async def lambda_handler(event, context): return {'statusCode': 200}", ["1:51"]),
    (
      "def lambda_handler(event, context):\n    return reply(200)\n\nreply = None\ndef reply(code):\n    return {'statusCode': code}\n",
      ["6:13"]
    ),
    // These are no responses.
    (
      "def lambda_handler(event, context):\n    \"\"\"\n    return {'statusCode': 200}\n    \"\"\"\n    return event\n",
      []
    ),
    ("def lambda_handler(event, context):\n    # return {'statusCode': 200}\n    return event\n", []),
    (
      "def lambda_handler(event, context):\n    s = r'return {\\'\n    t = f\"{event['x']} return {{'statusCode': 200}}\"\n    return event\n",
      []
    ),
    ("def lambda_handler(event, context):\n    return event\n\ndef unused():\n    return {'statusCode': 200}\n", []),
    ("def lambda_handler(event, context):\n    return {statusCode: 200}\n", []),
    (
      "def lambda_handler(event, context):\n    def inner():\n        return {'statusCode': 1}\n    return {'status': 200}\n",
      []
    ),
  ])
  func findsAPIGatewayResponsesInPython(code: String, expected: [String]) {
    #expect(LambdaSource(code: code, language: .python).apiGatewayResponses.map(\.description) == expected)
  }

  @Test func takesAllReturnsWhereTheHandlerIsElsewhere() {
    let code = "def other():\n    return {'statusCode': 200}\n"
    #expect(LambdaSource(code: code, language: .python).apiGatewayResponses.count == 1)
    let two = "def lambda_handler(e, c):\n    return {'status': 1}\ndef main(e, c):\n    return {'statusCode': 1}\n"
    #expect(LambdaSource(code: two, language: .python, handler: "main").apiGatewayResponses.map(\.line) == [4])
  }

  @Test(arguments: [
    ("return { status: '200', headers: { 'x-a': 'plain', 'x-b': [{ key: 'x-b', value: 'v' }] } }", [43]),
    ("const headers = { 'x-a': `plain`, 'x-c': 7 }; return { status: '200', headers }", [26, 42]),
    ("const v = 'plain'; return { status: '200', headers: { 'x-a': v } }", [62]),
    ("return { status: '200', headers: { 'x-a': `a${b}`, 'x-b': String(n) } }", [43, 59]),
    ("return { status: '200', headers: { ...common } }; const common = { 'x-a': 'plain' }", [75]),
    ("return { status: '200', headers: { 'x-a': make(), 'x-b': list, [k]: [{ value: v }] } }", []),
    ("const list = [{ value: 'v' }]; return { status: '200', headers: { 'x-b': list, 'x-c': 'a,b'.split(',') } }", []),
    ("const options = { headers: { 'x-a': 'plain' } }; await fetch(u, options); return { status: '200' }", []),
    ("return { status: '200', headers: request.headers }", []),
  ])
  func findsPlainHeaders(body: String, columns: [Int]) {
    let start = "exports.handler = async (event) => { "
    let source = LambdaSource(code: start + body + " }", language: .javaScript)
    #expect(source.plainHeaders.map { $0.column - start.count } == columns)
  }

  @Test(arguments: [
    ("exports.handler = async (e) => ({ status: '301' })", [301]),
    ("const NOT_FOUND = 404; exports.handler = async (e) => ({ status: NOT_FOUND })", [404]),
    ("exports.handler = async (e) => ({ status: ok ? '200' : a ? '403' : '404' })", [200, 403, 404]),
    ("exports.handler = async (e) => ({ status: e.code || 500 })", [500]),
    ("exports.handler = async (e) => fail(e, 418)\nfunction fail(e, code) { return { status: String(code) } }", [418]),
    ("exports.handler = async (e) => fail()\nfunction fail(code = 503) { return { status: code } }", [503]),
    (
      "exports.handler = async (e) => fail(404)\nconst fail = (code) => again(code)\nconst again = (status) => ({ status })",
      [404]
    ),
    ("exports.handler = async (e) => { const r = { status: '200' }; r.status = '404'; return r }", [200, 404]),
    ("exports.handler = async (e) => { const r = {}; r['status'] = 404; return r }", [404]),
    ("exports.handler = async (e) => { const request = e.Records[0].cf.request; return request }", []),
    ("exports.handler = async (e) => ({ status: code })", []),
    ("exports.handler = async (e) => { /* 404 */ return { status: 'x404' } }", []),
  ])
  func collectsStatusCodesInJavaScript(code: String, expected: [Int]) {
    #expect(LambdaSource(code: code, language: .javaScript).generatedStatusCodes == expected)
  }

  @Test(arguments: [
    ("def lambda_handler(e, c):\n    return {'status': '403'}", [403]),
    ("def lambda_handler(e, c):\n    return {'status': 403 if e else 404}", [403, 404]),
    (
      "def lambda_handler(e, c):\n    return fail(message='x', code=422)\ndef fail(code, message):\n    return dict(a=1) or {'status': code}",
      [422]
    ),
    (
      "def lambda_handler(e, c):\n    return fail()\ndef fail(code: int = 500):\n    return {'status': str(code)}",
      [500]
    ),
    ("CODE: int = 451\ndef lambda_handler(e, c):\n    return {'status': CODE}", [451]),
    (
      "def lambda_handler(e, c):\n    r = {'status': 200}\n    if e:\n        r['status'] = 404\n    return r",
      [200, 404]
    ),
    ("def lambda_handler(e, c):\n    return {\n        'status': 200,\n\n        'body': '''404'''\n    }", [200]),
  ])
  func collectsStatusCodesInPython(code: String, expected: [Int]) {
    #expect(LambdaSource(code: code, language: .python).generatedStatusCodes == expected)
  }

  @Test(arguments: [
    ("response = event['Records'][0]['cf']['response']\nif response['status'] == '404':\n    pass\n", ["2:26 404"]),
    ("response = event['Records'][0]['cf']['response']\nif int(response['status']) >= 400:\n    pass\n", ["2:31 400"]),
    (
      "r = event['Records'][0]['cf']['response']\nif r.get('status') in ('403', '404'):\n    pass\n",
      ["2:24 403", "2:31 404"]
    ),
    ("status = int(event['Records'][0]['cf']['response']['status'])\nif status > 499: pass\n", ["2:13 500"]),
    (
      "response = event['Records'][0]['cf']['response']\nmatch response['status']:\n    case '404':\n        pass\nx = 1\n",
      ["3:10 404"]
    ),
    ("# response['status'] == '404'\nx = \"response['status'] == '404'\"\n", []),
    ("response = requests.get(u)\nif response.status == 404:\n    pass\n", []),
    ("if response['status'] == '200':\n    pass\n", []),
  ])
  func findsStatusTestsInPython(code: String, expected: [String]) {
    let source = LambdaSource(code: code, language: .python)
    #expect(source.statusTests.map { "\($0.position) \($0.status)" } == expected)
  }

  @Test func survivesBrokenCode() {
    let text = fill("status", "f'{x!r:>{width}}' f\"{y")
    for index in text.indices {
      for language in [SourceLanguage.python, .javaScript] {
        let source = LambdaSource(code: String(text[..<index]), language: language)
        _ = (source.apiGatewayResponses, source.plainHeaders, source.generatedStatusCodes, source.statusTests)
      }
    }
  }
}
