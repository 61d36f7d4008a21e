var __awaiter = (this && this.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};
var __generator = (this && this.__generator) || function (thisArg, body) {
    var _ = { label: 0, sent: function() { if (t[0] & 1) throw t[1]; return t[1]; }, trys: [], ops: [] }, f, y, t, g;
    return g = { next: verb(0), "throw": verb(1), "return": verb(2) }, typeof Symbol === "function" && (g[Symbol.iterator] = function() { return this; }), g;
    function verb(n) { return function (v) { return step([n, v]); }; }
    function step(op) {
        if (f) throw new TypeError("Generator is already executing.");
        while (_) try {
            if (f = 1, y && (t = op[0] & 2 ? y["return"] : op[0] ? y["throw"] || ((t = y["return"]) && t.call(y), 0) : y.next) && !(t = t.call(y, op[1])).done) return t;
            if (y = 0, t) op = [op[0] & 2, t.value];
            switch (op[0]) {
                case 0: case 1: t = op; break;
                case 4: _.label++; return { value: op[1], done: false };
                case 5: _.label++; y = op[1]; op = [0]; continue;
                case 7: op = _.ops.pop(); _.trys.pop(); continue;
                default:
                    if (!(t = _.trys, t = t.length > 0 && t[t.length - 1]) && (op[0] === 6 || op[0] === 2)) { _ = 0; continue; }
                    if (op[0] === 3 && (!t || (op[1] > t[0] && op[1] < t[3]))) { _.label = op[1]; break; }
                    if (op[0] === 6 && _.label < t[1]) { _.label = t[1]; t = op; break; }
                    if (t && _.label < t[2]) { _.label = t[2]; _.ops.push(op); break; }
                    if (t[2]) _.ops.pop();
                    _.trys.pop(); continue;
            }
            op = body.call(thisArg, _);
        } catch (e) { op = [6, e]; y = 0; } finally { f = t = 0; }
        if (op[0] & 5) throw op[1]; return { value: op[0] ? op[1] : void 0, done: true };
    }
};
var __values = (this && this.__values) || function(o) {
    var s = typeof Symbol === "function" && Symbol.iterator, m = s && o[s], i = 0;
    if (m) return m.call(o);
    if (o && typeof o.length === "number") return {
        next: function () {
            if (o && i >= o.length) o = void 0;
            return { value: o && o[i++], done: !o };
        }
    };
    throw new TypeError(s ? "Object is not iterable." : "Symbol.iterator is not defined.");
};
var _this = this;
// Each handler sets headers beside something that may fail; FailingHelperTests says which are set on every answer.
var set = function (response, name) { response.headers[name] = [{ value: '1' }]; };
var of = function (event) { return event.Records[0].cf.response; };
var late = function (response) { return __awaiter(_this, void 0, void 0, function () { return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            set(response, 'x-a');
            return [4 /*yield*/, fetch('1')];
        case 1:
            _a.sent();
            set(response, 'x-b');
            return [2 /*return*/];
    }
}); }); };
var thrower = function (response, uri) { return __awaiter(_this, void 0, void 0, function () { return __generator(this, function (_a) {
    set(response, 'x-a');
    if (uri === '/x')
        throw new Error(uri);
    set(response, 'x-b');
    return [2 /*return*/];
}); }); };
var parser = function (response, uri) { return __awaiter(_this, void 0, void 0, function () { return __generator(this, function (_a) {
    set(response, 'x-a');
    JSON.parse(uri);
    set(response, 'x-b');
    return [2 /*return*/];
}); }); };
var tidy = function (response) { return __awaiter(_this, void 0, void 0, function () { var e_1; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            _a.trys.push([0, 2, , 3]);
            return [4 /*yield*/, fetch('1')];
        case 1:
            _a.sent();
            set(response, 'x-b');
            return [3 /*break*/, 3];
        case 2:
            e_1 = _a.sent();
            console.log(e_1);
            return [3 /*break*/, 3];
        case 3:
            set(response, 'x-a');
            return [2 /*return*/];
    }
}); }); };
var finisher = function (response) { return __awaiter(_this, void 0, void 0, function () { return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            _a.trys.push([0, , 2, 3]);
            return [4 /*yield*/, fetch('1')];
        case 1:
            _a.sent();
            return [3 /*break*/, 3];
        case 2:
            set(response, 'x-a');
            return [7 /*endfinally*/];
        case 3:
            set(response, 'x-b');
            return [2 /*return*/];
    }
}); }); };
exports.caught = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_2; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, late(r)];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_2 = _a.sent();
            console.log(e_2);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.chained = function (event) { return __awaiter(_this, void 0, void 0, function () { var r; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            return [4 /*yield*/, late(r).catch(function () { })];
        case 1:
            _a.sent();
            return [2 /*return*/, r];
    }
}); }); };
exports.returned = function (event) { return __awaiter(_this, void 0, void 0, function () { var r; return __generator(this, function (_a) {
    r = of(event);
    return [2 /*return*/, late(r).then(function () { return r; }, function () { return r; })];
}); }); };
exports.settled = function (event) { return __awaiter(_this, void 0, void 0, function () { var r; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            return [4 /*yield*/, Promise.allSettled([late(r)])];
        case 1:
            _a.sent();
            return [2 /*return*/, r];
    }
}); }); };
exports.together = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_3; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, Promise.all([late(r)])];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_3 = _a.sent();
            console.log(e_3);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.started = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, work, e_4;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                work = late(r);
                set(r, 'x-c');
                _a.label = 1;
            case 1:
                _a.trys.push([1, 3, , 4]);
                return [4 /*yield*/, work];
            case 2:
                _a.sent();
                return [3 /*break*/, 4];
            case 3:
                e_4 = _a.sent();
                console.log(e_4);
                return [3 /*break*/, 4];
            case 4: return [2 /*return*/, r];
        }
    });
}); };
exports.thrown = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_5; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, thrower(r, event.Records[0].cf.request.uri)];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_5 = _a.sent();
            console.log(e_5);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.parsed = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_6; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, parser(r, event.Records[0].cf.request.uri)];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_6 = _a.sent();
            console.log(e_6);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.tidied = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_7; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, tidy(r)];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_7 = _a.sent();
            console.log(e_7);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.finished = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, e_8; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            _a.label = 1;
        case 1:
            _a.trys.push([1, 3, , 4]);
            return [4 /*yield*/, finisher(r)];
        case 2:
            _a.sent();
            return [3 /*break*/, 4];
        case 3:
            e_8 = _a.sent();
            console.log(e_8);
            return [3 /*break*/, 4];
        case 4: return [2 /*return*/, r];
    }
}); }); };
exports.outer = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, inner, e_9;
    var _this = this;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                inner = function () { return __awaiter(_this, void 0, void 0, function () { var e_10; return __generator(this, function (_a) {
                    switch (_a.label) {
                        case 0:
                            _a.trys.push([0, 2, , 3]);
                            return [4 /*yield*/, late(r)];
                        case 1:
                            _a.sent();
                            return [3 /*break*/, 3];
                        case 2:
                            e_10 = _a.sent();
                            throw new Error('x');
                        case 3:
                            set(r, 'x-b');
                            return [2 /*return*/];
                    }
                }); }); };
                _a.label = 1;
            case 1:
                _a.trys.push([1, 3, , 4]);
                return [4 /*yield*/, inner()];
            case 2:
                _a.sent();
                return [3 /*break*/, 4];
            case 3:
                e_9 = _a.sent();
                console.log(e_9);
                return [3 /*break*/, 4];
            case 4:
                set(r, 'x-c');
                return [2 /*return*/, r];
        }
    });
}); };
exports.uncaught = function (event) { return __awaiter(_this, void 0, void 0, function () { var r; return __generator(this, function (_a) {
    switch (_a.label) {
        case 0:
            r = of(event);
            return [4 /*yield*/, late(r)];
        case 1:
            _a.sent();
            return [2 /*return*/, r];
    }
}); }); };
exports.uncaughtInLoop = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, _a, _b, name_1, e_11_1;
    var e_11, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                r = of(event);
                _d.label = 1;
            case 1:
                _d.trys.push([1, 6, 7, 8]);
                _a = __values(['x-a', 'x-b']), _b = _a.next();
                _d.label = 2;
            case 2:
                if (!!_b.done) return [3 /*break*/, 5];
                name_1 = _b.value;
                return [4 /*yield*/, fetch(name_1)];
            case 3:
                _d.sent();
                set(r, name_1);
                _d.label = 4;
            case 4:
                _b = _a.next();
                return [3 /*break*/, 2];
            case 5: return [3 /*break*/, 8];
            case 6:
                e_11_1 = _d.sent();
                e_11 = { error: e_11_1 };
                return [3 /*break*/, 8];
            case 7:
                try {
                    if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                }
                finally { if (e_11) throw e_11.error; }
                return [7 /*endfinally*/];
            case 8: return [2 /*return*/, r];
        }
    });
}); };
exports.caughtInLoop = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, _a, _b, name_2, e_12, e_13_1;
    var e_13, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                r = of(event);
                _d.label = 1;
            case 1:
                _d.trys.push([1, 8, 9, 10]);
                _a = __values(['x-a', 'x-b']), _b = _a.next();
                _d.label = 2;
            case 2:
                if (!!_b.done) return [3 /*break*/, 7];
                name_2 = _b.value;
                _d.label = 3;
            case 3:
                _d.trys.push([3, 5, , 6]);
                return [4 /*yield*/, fetch(name_2)];
            case 4:
                _d.sent();
                set(r, name_2);
                return [3 /*break*/, 6];
            case 5:
                e_12 = _d.sent();
                console.log(e_12);
                return [3 /*break*/, 6];
            case 6:
                _b = _a.next();
                return [3 /*break*/, 2];
            case 7: return [3 /*break*/, 10];
            case 8:
                e_13_1 = _d.sent();
                e_13 = { error: e_13_1 };
                return [3 /*break*/, 10];
            case 9:
                try {
                    if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                }
                finally { if (e_13) throw e_13.error; }
                return [7 /*endfinally*/];
            case 10: return [2 /*return*/, r];
        }
    });
}); };
exports.inPlace = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, e_14;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                _a.label = 1;
            case 1:
                _a.trys.push([1, 3, 4, 5]);
                set(r, 'x-a');
                return [4 /*yield*/, fetch('1')];
            case 2:
                _a.sent();
                set(r, 'x-b');
                return [3 /*break*/, 5];
            case 3:
                e_14 = _a.sent();
                console.log(e_14);
                return [3 /*break*/, 5];
            case 4:
                set(r, 'x-c');
                return [7 /*endfinally*/];
            case 5: return [2 /*return*/, r];
        }
    });
}); };
exports.inBoth = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, e_15;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                _a.label = 1;
            case 1:
                _a.trys.push([1, 3, , 4]);
                return [4 /*yield*/, fetch('1')];
            case 2:
                _a.sent();
                set(r, 'x-a');
                return [3 /*break*/, 4];
            case 3:
                e_15 = _a.sent();
                set(r, 'x-a');
                set(r, 'x-b');
                return [3 /*break*/, 4];
            case 4: return [2 /*return*/, r];
        }
    });
}); };
exports.rejecting = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, e_16;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                _a.label = 1;
            case 1:
                _a.trys.push([1, 3, , 4]);
                return [4 /*yield*/, new Promise(function (resolve, reject) { set(r, 'x-a'); fetch('1').then(function () { set(r, 'x-b'); resolve(); }, reject); })];
            case 2:
                _a.sent();
                return [3 /*break*/, 4];
            case 3:
                e_16 = _a.sent();
                console.log(e_16);
                return [3 /*break*/, 4];
            case 4: return [2 /*return*/, r];
        }
    });
}); };
exports.resolving = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                return [4 /*yield*/, new Promise(function (resolve, reject) { fetch('1').then(function () { set(r, 'x-a'); resolve(); }).catch(reject); })];
            case 1:
                _a.sent();
                return [2 /*return*/, r];
        }
    });
}); };
exports.finallyThen = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r;
    return __generator(this, function (_a) {
        r = of(event);
        return [2 /*return*/, fetch('1').then(function () { return set(r, 'x-b'); }).finally(function () { return set(r, 'x-a'); }).then(function () { return r; }, function () { return r; })];
    });
}); };
exports.retried = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, retry;
    var _this = this;
    return __generator(this, function (_a) {
        switch (_a.label) {
            case 0:
                r = of(event);
                retry = function (work, left) { return __awaiter(_this, void 0, void 0, function () { var e_17; return __generator(this, function (_a) {
                    switch (_a.label) {
                        case 0:
                            _a.trys.push([0, 2, , 3]);
                            return [4 /*yield*/, work()];
                        case 1: return [2 /*return*/, _a.sent()];
                        case 2:
                            e_17 = _a.sent();
                            if (left === 0)
                                throw e_17;
                            return [2 /*return*/, retry(work, left - 1)];
                        case 3: return [2 /*return*/];
                    }
                }); }); };
                return [4 /*yield*/, retry(function () { return late(r); }, 2)];
            case 1:
                _a.sent();
                return [2 /*return*/, r];
        }
    });
}); };
