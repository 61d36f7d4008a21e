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
var __await = (this && this.__await) || function (v) { return this instanceof __await ? (this.v = v, this) : new __await(v); }
var __asyncGenerator = (this && this.__asyncGenerator) || function (thisArg, _arguments, generator) {
    if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
    var g = generator.apply(thisArg, _arguments || []), i, q = [];
    return i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function () { return this; }, i;
    function verb(n) { if (g[n]) i[n] = function (v) { return new Promise(function (a, b) { q.push([n, v, a, b]) > 1 || resume(n, v); }); }; }
    function resume(n, v) { try { step(g[n](v)); } catch (e) { settle(q[0][3], e); } }
    function step(r) { r.value instanceof __await ? Promise.resolve(r.value.v).then(fulfill, reject) : settle(q[0][2], r); }
    function fulfill(value) { resume("next", value); }
    function reject(value) { resume("throw", value); }
    function settle(f, v) { if (f(v), q.shift(), q.length) resume(q[0][0], q[0][1]); }
};
var __asyncValues = (this && this.__asyncValues) || function (o) {
    if (!Symbol.asyncIterator) throw new TypeError("Symbol.asyncIterator is not defined.");
    var m = o[Symbol.asyncIterator], i;
    return m ? m.call(o) : (o = typeof __values === "function" ? __values(o) : o[Symbol.iterator](), i = {}, verb("next"), verb("throw"), verb("return"), i[Symbol.asyncIterator] = function () { return this; }, i);
    function verb(n) { i[n] = o[n] && function (v) { return new Promise(function (resolve, reject) { v = o[n](v), settle(resolve, reject, v.done, v.value); }); }; }
    function settle(resolve, reject, d, v) { Promise.resolve(v).then(function(v) { resolve({ value: v, done: d }); }, reject); }
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
var __read = (this && this.__read) || function (o, n) {
    var m = typeof Symbol === "function" && o[Symbol.iterator];
    if (!m) return o;
    var i = m.call(o), r, ar = [], e;
    try {
        while ((n === void 0 || n-- > 0) && !(r = i.next()).done) ar.push(r.value);
    }
    catch (error) { e = { error: error }; }
    finally {
        try {
            if (r && !r.done && (m = i["return"])) m.call(i);
        }
        finally { if (e) throw e.error; }
    }
    return ar;
};
var __spreadArray = (this && this.__spreadArray) || function (to, from, pack) {
    if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) {
        if (ar || !(i in from)) {
            if (!ar) ar = Array.prototype.slice.call(from, 0, i);
            ar[i] = from[i];
        }
    }
    return to.concat(ar || Array.prototype.slice.call(from));
};
var _this = this;
// Each handler sets the headers x-a and x-b, whose names a generator or a list of promises gives it one by one.
var set = function (response, name) { response.headers['x-' + name] = [{ value: '1' }]; };
var of = function (event) { return event.Records[0].cf.response; };
function both() { return __generator(this, function (_a) {
    switch (_a.label) {
        case 0: return [4 /*yield*/, 'a'];
        case 1:
            _a.sent();
            return [4 /*yield*/, 'b'];
        case 2:
            _a.sent();
            return [2 /*return*/];
    }
}); }
function looped() {
    var _a, _b, name_1, e_1_1;
    var e_1, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                _d.trys.push([0, 5, 6, 7]);
                _a = __values(['a', 'b']), _b = _a.next();
                _d.label = 1;
            case 1:
                if (!!_b.done) return [3 /*break*/, 4];
                name_1 = _b.value;
                return [4 /*yield*/, name_1];
            case 2:
                _d.sent();
                _d.label = 3;
            case 3:
                _b = _a.next();
                return [3 /*break*/, 1];
            case 4: return [3 /*break*/, 7];
            case 5:
                e_1_1 = _d.sent();
                e_1 = { error: e_1_1 };
                return [3 /*break*/, 7];
            case 6:
                try {
                    if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                }
                finally { if (e_1) throw e_1.error; }
                return [7 /*endfinally*/];
            case 7: return [2 /*return*/];
        }
    });
}
function waiting() { return __asyncGenerator(this, arguments, function waiting_1() { return __generator(this, function (_a) {
    switch (_a.label) {
        case 0: return [4 /*yield*/, __await(fetch('1'))];
        case 1:
            _a.sent();
            return [4 /*yield*/, __await('a')];
        case 2: return [4 /*yield*/, _a.sent()];
        case 3:
            _a.sent();
            return [4 /*yield*/, __await('b')];
        case 4: return [4 /*yield*/, _a.sent()];
        case 5:
            _a.sent();
            return [2 /*return*/];
    }
}); }); }
function waitingEach() { return __asyncGenerator(this, arguments, function waitingEach_1() {
    var _a, _b, name_2, e_2_1;
    var e_2, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                _d.trys.push([0, 7, 8, 9]);
                _a = __values(['a', 'b']), _b = _a.next();
                _d.label = 1;
            case 1:
                if (!!_b.done) return [3 /*break*/, 6];
                name_2 = _b.value;
                return [4 /*yield*/, __await(fetch(name_2))];
            case 2:
                _d.sent();
                return [4 /*yield*/, __await(name_2)];
            case 3: return [4 /*yield*/, _d.sent()];
            case 4:
                _d.sent();
                _d.label = 5;
            case 5:
                _b = _a.next();
                return [3 /*break*/, 1];
            case 6: return [3 /*break*/, 9];
            case 7:
                e_2_1 = _d.sent();
                e_2 = { error: e_2_1 };
                return [3 /*break*/, 9];
            case 8:
                try {
                    if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
                }
                finally { if (e_2) throw e_2.error; }
                return [7 /*endfinally*/];
            case 9: return [2 /*return*/];
        }
    });
}); }
exports.each = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, _a, _b, name_3;
    var e_3, _c;
    return __generator(this, function (_d) {
        r = of(event);
        try {
            for (_a = __values(both()), _b = _a.next(); !_b.done; _b = _a.next()) {
                name_3 = _b.value;
                set(r, name_3);
            }
        }
        catch (e_3_1) { e_3 = { error: e_3_1 }; }
        finally {
            try {
                if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
            }
            finally { if (e_3) throw e_3.error; }
        }
        return [2 /*return*/, r];
    });
}); };
exports.eachLooped = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, _a, _b, name_4;
    var e_4, _c;
    return __generator(this, function (_d) {
        r = of(event);
        try {
            for (_a = __values(looped()), _b = _a.next(); !_b.done; _b = _a.next()) {
                name_4 = _b.value;
                set(r, name_4);
            }
        }
        catch (e_4_1) { e_4 = { error: e_4_1 }; }
        finally {
            try {
                if (_b && !_b.done && (_c = _a.return)) _c.call(_a);
            }
            finally { if (e_4) throw e_4.error; }
        }
        return [2 /*return*/, r];
    });
}); };
exports.spread = function (event) { return __awaiter(_this, void 0, void 0, function () { var r; return __generator(this, function (_a) {
    r = of(event);
    __spreadArray([], __read(looped()), false).forEach(function (name) { return set(r, name); });
    return [2 /*return*/, r];
}); }); };
exports.stepped = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, names; return __generator(this, function (_a) {
    r = of(event);
    names = both();
    set(r, names.next().value);
    set(r, names.next().value);
    return [2 /*return*/, r];
}); }); };
exports.awaited = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, _a, _b, name_5, e_5_1; var e_5, _c; return __generator(this, function (_d) {
    switch (_d.label) {
        case 0:
            r = of(event);
            _d.label = 1;
        case 1:
            _d.trys.push([1, 6, 7, 12]);
            _a = __asyncValues(waiting());
            _d.label = 2;
        case 2: return [4 /*yield*/, _a.next()];
        case 3:
            if (!(_b = _d.sent(), !_b.done)) return [3 /*break*/, 5];
            name_5 = _b.value;
            set(r, name_5);
            _d.label = 4;
        case 4: return [3 /*break*/, 2];
        case 5: return [3 /*break*/, 12];
        case 6:
            e_5_1 = _d.sent();
            e_5 = { error: e_5_1 };
            return [3 /*break*/, 12];
        case 7:
            _d.trys.push([7, , 10, 11]);
            if (!(_b && !_b.done && (_c = _a.return))) return [3 /*break*/, 9];
            return [4 /*yield*/, _c.call(_a)];
        case 8:
            _d.sent();
            _d.label = 9;
        case 9: return [3 /*break*/, 11];
        case 10:
            if (e_5) throw e_5.error;
            return [7 /*endfinally*/];
        case 11: return [7 /*endfinally*/];
        case 12: return [2 /*return*/, r];
    }
}); }); };
exports.awaitedEach = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, _a, _b, name_6, e_6_1; var e_6, _c; return __generator(this, function (_d) {
    switch (_d.label) {
        case 0:
            r = of(event);
            _d.label = 1;
        case 1:
            _d.trys.push([1, 6, 7, 12]);
            _a = __asyncValues(waitingEach());
            _d.label = 2;
        case 2: return [4 /*yield*/, _a.next()];
        case 3:
            if (!(_b = _d.sent(), !_b.done)) return [3 /*break*/, 5];
            name_6 = _b.value;
            set(r, name_6);
            _d.label = 4;
        case 4: return [3 /*break*/, 2];
        case 5: return [3 /*break*/, 12];
        case 6:
            e_6_1 = _d.sent();
            e_6 = { error: e_6_1 };
            return [3 /*break*/, 12];
        case 7:
            _d.trys.push([7, , 10, 11]);
            if (!(_b && !_b.done && (_c = _a.return))) return [3 /*break*/, 9];
            return [4 /*yield*/, _c.call(_a)];
        case 8:
            _d.sent();
            _d.label = 9;
        case 9: return [3 /*break*/, 11];
        case 10:
            if (e_6) throw e_6.error;
            return [7 /*endfinally*/];
        case 11: return [7 /*endfinally*/];
        case 12: return [2 /*return*/, r];
    }
}); }); };
exports.promises = function (event) { return __awaiter(_this, void 0, void 0, function () {
    var r, _a, _b, name_7, e_7_1;
    var e_7, _c;
    return __generator(this, function (_d) {
        switch (_d.label) {
            case 0:
                r = of(event);
                _d.label = 1;
            case 1:
                _d.trys.push([1, 6, 7, 12]);
                _a = __asyncValues([Promise.resolve('a'), fetch('1').then(function () { return 'b'; })]);
                _d.label = 2;
            case 2: return [4 /*yield*/, _a.next()];
            case 3:
                if (!(_b = _d.sent(), !_b.done)) return [3 /*break*/, 5];
                name_7 = _b.value;
                set(r, name_7);
                _d.label = 4;
            case 4: return [3 /*break*/, 2];
            case 5: return [3 /*break*/, 12];
            case 6:
                e_7_1 = _d.sent();
                e_7 = { error: e_7_1 };
                return [3 /*break*/, 12];
            case 7:
                _d.trys.push([7, , 10, 11]);
                if (!(_b && !_b.done && (_c = _a.return))) return [3 /*break*/, 9];
                return [4 /*yield*/, _c.call(_a)];
            case 8:
                _d.sent();
                _d.label = 9;
            case 9: return [3 /*break*/, 11];
            case 10:
                if (e_7) throw e_7.error;
                return [7 /*endfinally*/];
            case 11: return [7 /*endfinally*/];
            case 12: return [2 /*return*/, r];
        }
    });
}); };
exports.texts = function (event) { return __awaiter(_this, void 0, void 0, function () { var r, _a, _b, name_8, e_8_1; var e_8, _c; return __generator(this, function (_d) {
    switch (_d.label) {
        case 0:
            r = of(event);
            _d.label = 1;
        case 1:
            _d.trys.push([1, 6, 7, 12]);
            _a = __asyncValues(['a', 'b']);
            _d.label = 2;
        case 2: return [4 /*yield*/, _a.next()];
        case 3:
            if (!(_b = _d.sent(), !_b.done)) return [3 /*break*/, 5];
            name_8 = _b.value;
            set(r, name_8);
            _d.label = 4;
        case 4: return [3 /*break*/, 2];
        case 5: return [3 /*break*/, 12];
        case 6:
            e_8_1 = _d.sent();
            e_8 = { error: e_8_1 };
            return [3 /*break*/, 12];
        case 7:
            _d.trys.push([7, , 10, 11]);
            if (!(_b && !_b.done && (_c = _a.return))) return [3 /*break*/, 9];
            return [4 /*yield*/, _c.call(_a)];
        case 8:
            _d.sent();
            _d.label = 9;
        case 9: return [3 /*break*/, 11];
        case 10:
            if (e_8) throw e_8.error;
            return [7 /*endfinally*/];
        case 11: return [7 /*endfinally*/];
        case 12: return [2 /*return*/, r];
    }
}); }); };
