"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
function _export(target, all) {
    for (var name in all) {
        var descriptor = Object.getOwnPropertyDescriptor(all, name);
        Object.defineProperty(target, name, { enumerable: true, get: descriptor.get });
    }
}
_export(exports, {
    get handler () {
        return handler;
    },
    get other () {
        return other;
    }
});
const other = 1;
const table = {
    '/a': '404',
    '/b': '410'
};
const handler = async (event)=>{
    const request = event.Records[0].cf.request;
    if (table[request.uri]) return {
        status: table[request.uri],
        headers: {
            'x-a': [
                {
                    key: 'X-A',
                    value: 'b'
                }
            ]
        }
    };
    return request;
};
