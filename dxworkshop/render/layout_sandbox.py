"""Jinja2 as a layout may use it: names of the report, loops and filters, and nothing of the machine.

What is let in is listed; all else is refused. A value has no attributes but the keys of a table, the counters
of a loop and what a ``namespace`` was given; no text has methods. Whatever makes texts, lists or numbers larger
is counted before it is made, so that no small layout can make a large heap.

Only the process of `layout_worker` loads this module.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MethodType
from typing import Any, NoReturn

from jinja2 import StrictUndefined, Template, nodes, pass_context, pass_environment
from jinja2.filters import FILTERS
from jinja2.filters import _GroupTuple as _GROUP
from jinja2.meta import find_undeclared_variables
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Joiner, Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import escape

from dxworkshop.render.layout_filter import ALLOWED, guarded
from dxworkshop.render.layout_limit import Meter, RefusedError, limited_range, near, refuse_large, written

_LOOP = (
    *("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"),
    *("depth0", "previtem", "nextitem", "cycle", "changed"),
)
_GLOBALS = {"range": limited_range, "namespace": Namespace, "joiner": Joiner}
_ONE_FILE = {nodes.Include: "include", nodes.Import: "import", nodes.FromImport: "from", nodes.Extends: "extends"}
_NOT_OURS = {**_ONE_FILE, nodes.Block: "block", nodes.ScopedEvalContextModifier: "autoescape"}
"""Tags that need other files, or that switch the escaping off."""
_DEPTH, _LOOPS = 90, 15
"""How many parts may stand in one another, and how many loops: Python's own compiler knows an end."""
_BUILT, _PART, _KEPT = "[]", "[:]", "="
"""Filters that a layout cannot name: they count what the running code makes by itself."""
_OBJECT = 128
"""What a macro, a namespace or what is kept in one takes, in characters."""
_CUT = 40
"""How much of a name that is not there is shown."""


class Unknown(StrictUndefined):
    """A name that is not there: it can be asked whether it is defined, and nothing else."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> NoReturn:
        name, inside = str(self._undefined_name), self._undefined_obj
        known = inside if isinstance(inside, Mapping) else ()
        raise RefusedError("unknown", name, name=name[:_CUT], near=near(name, known))


class Layouts(ImmutableSandboxedEnvironment):
    """The environment of one layout."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, *, html: bool) -> None:
        super().__init__(
            autoescape=html,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # nothing is worked out before there is a line to name
            finalize=_counted,
        )
        self.meter = Meter()
        """What was made so far."""
        self.globals = dict(_GLOBALS)
        self.filters = {name: guarded(name, function) for name, function in ALLOWED.items()} | _COUNTING

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return ``obj.attribute``: a key of a table, or one of the few things a loop tells."""
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()
        if attribute.startswith("_"):
            raise RefusedError("hidden", attribute, name=attribute[:_CUT])
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, Namespace):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj={}, name=attribute)
        if (isinstance(obj, LoopContext) and attribute in _LOOP) or (
            type(obj) is _GROUP and attribute in _GROUP._fields
        ):
            return getattr(obj, attribute)
        raise RefusedError("attribute", attribute, name=attribute[:_CUT])

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``obj[argument]`` of a table, list or text; also what ``map`` and ``sort`` go by."""
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if not isinstance(obj, (dict, list, tuple, str)):
            raise RefusedError("attribute", name=written(argument)[:_CUT])
        try:
            return obj[argument]
        except (KeyError, IndexError, TypeError):
            return self.undefined(obj=(), name=written(argument)[:_CUT])

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a loop, or one of the few functions there are."""
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()
        of_loop = isinstance(obj, MethodType) and isinstance(obj.__self__, LoopContext)
        if not (of_loop or isinstance(obj, (Macro, LoopContext, Joiner)) or obj in _GLOBALS.values()):
            raise RefusedError("call")
        copied = sum(map(len, args)) if obj is Namespace else 0
        self.meter.called(len(args), len(kwargs) + copied)
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out ``left operator right`` where the result has a decent size."""
        for value in (left, right):
            if isinstance(value, Undefined):
                value._fail_with_undefined_error()
        if operator == "+":
            return self.meter.added(left, right)
        if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            refuse_large(operator, left, right)
            number = super().call_binop(context, operator, left, right)
            self.meter.number(number)
            return number
        if operator == "*" and (found := self.meter.times(left, right)) is not None:
            return found
        raise RefusedError("operator", operator, name=operator)


@pass_context
def _counted(context: Context, value: Any) -> Any:
    """Let through what can stand in a document, and count it: every piece of every text comes by here."""
    text = written(value)
    if context.eval_ctx.autoescape:
        text = value = escape(text)
    context.environment.meter.text(len(text))  # type: ignore[attr-defined]
    return "" if value is None else value


@pass_environment
def _built(environment: Layouts, value: Any) -> Any:
    environment.meter.built(value)
    return value


@pass_environment
def _part(environment: Layouts, value: Any, start: Any, stop: Any, step: Any) -> Any:
    if isinstance(value, Undefined):
        return value._fail_with_undefined_error()
    part = environment.meter.part(value, slice(start, stop, step))
    if part is None:
        raise RefusedError("attribute", name="[:]")
    return part


@pass_environment
def _object(environment: Layouts, value: Any) -> Any:
    environment.meter.count(_OBJECT)
    return value


_COUNTING = {_BUILT: _built, _PART: _part, _KEPT: _object}


def _through(name: str, node: nodes.Node, *rest: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, [*rest], [], None, None, lineno=node.lineno)


class _Counted(NodeTransformer):
    """Lets all that is made come by where it is counted.

    Every piece of text: what stands in the layout, and what ``~`` joins. Lists and tables that are written out,
    parts of texts and lists, macros, and what a namespace keeps from one turn of a loop to the next.
    """

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Make literal text a value like any other."""
        text = nodes.Const(node.data, lineno=node.lineno)
        return nodes.MarkSafeIfAutoescape(text, lineno=node.lineno)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        """Join by the filter, which counts."""
        self.generic_visit(node)
        pieces = nodes.Tuple(node.nodes, "load", lineno=node.lineno)
        return _through("join", pieces)

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        """Count a list."""
        self.generic_visit(node)
        return _through(_BUILT, node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        """Count a table."""
        self.generic_visit(node)
        return _through(_BUILT, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        """Count a list in round brackets; the names that something is put into are none."""
        self.generic_visit(node)
        return _through(_BUILT, node) if node.ctx == "load" else node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        """Count a part; Jinja2 asks nobody for it."""
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        ends = (node.arg.start, node.arg.stop, node.arg.step)
        return _through(_PART, node.node, *(end or nodes.Const(None, lineno=node.lineno) for end in ends))

    def visit_Assign(self, node: nodes.Assign) -> nodes.Node:  # noqa: N802
        """Count what a namespace keeps."""
        self.generic_visit(node)
        targets = (node.target, *node.target.find_all(nodes.NSRef))
        if any(isinstance(target, nodes.NSRef) for target in targets):
            node.node = _through(_KEPT, node.node)
        return node

    def visit_Macro(self, node: nodes.Macro) -> list[nodes.Node]:  # noqa: N802
        """Count a macro each time it is made anew."""
        return self._after_counting(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> list[nodes.Node]:  # noqa: N802
        """Count the macro that a call is given."""
        return self._after_counting(node)

    def _after_counting(self, node: nodes.Stmt) -> list[nodes.Node]:
        self.generic_visit(node)
        counted = _through(_KEPT, nodes.Const("", lineno=node.lineno))
        return [nodes.ExprStmt(counted, lineno=node.lineno), node]


def compiled(environment: Layouts, text: str, names: Mapping[str, object], file: str) -> Template:
    """Return a layout ready to run; raises `RefusedError` for what shows without running it."""
    tree = _parsed(environment, text)
    deep, loops, line = _deepest(tree)
    if deep > _DEPTH or loops > _LOOPS:
        raise RefusedError("deep", "", line)
    # Names are only asked for in a layout whose filters are there: Jinja2 stops at the first one that is not.
    for problems in (_wrong_parts, _wrong_names):
        for problem in sorted(problems(environment, tree, names), key=lambda problem: problem.line):
            raise problem
    tree = _Counted().visit(tree)
    tree.set_environment(environment)
    try:
        code = environment.compile(tree, filename=file)
    except (SyntaxError, RecursionError):
        raise RefusedError("deep", "", line) from None
    return Template.from_code(environment, code, environment.make_globals(None))


def _parsed(environment: Layouts, text: str) -> nodes.Template:
    parser = Parser(environment, text)
    try:
        return parser.parse()
    except RecursionError:
        raise RefusedError("deep", "", parser.stream.current.lineno) from None


def _deepest(tree: nodes.Template) -> tuple[int, int, int]:
    """Return how deep a layout goes, how many loops stand in one another, and the line where it is worst."""
    worst = (0, 0, 1)
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if (loops > worst[1]) if max(loops, worst[1]) > _LOOPS else (depth > worst[0]):
            worst = (depth, loops, node.lineno)
        waiting += [(inner, depth + 1, loops) for inner in node.iter_child_nodes()]
    return worst


def _wrong_parts(environment: Layouts, tree: nodes.Template, _: Mapping[str, object]) -> Iterator[RefusedError]:
    """Yield the tags, filters and tests that are not there."""
    for node in tree.find_all(tuple(_NOT_OURS)):
        word = _NOT_OURS[type(node)]
        yield RefusedError("one-file" if type(node) in _ONE_FILE else "tag", word, node.lineno, name=word)
    for used in tree.find_all(nodes.Filter):
        if used.name in FILTERS and used.name not in environment.filters:
            yield RefusedError("filter", used.name, used.lineno, name=used.name)
        elif used.name not in environment.filters:
            yield _unknown("unknown-filter", used, environment.filters)
    for asked in tree.find_all(nodes.Test):
        if asked.name not in environment.tests:
            yield _unknown("unknown-test", asked, environment.tests)


def _unknown(code: str, node: nodes.Filter | nodes.Test | nodes.Name, known: Iterable[str]) -> RefusedError:
    return RefusedError(code, node.name, node.lineno, name=node.name[:_CUT], near=near(node.name, known))


def _wrong_names(
    environment: Layouts, tree: nodes.Template, names: Mapping[str, object]
) -> Iterator[RefusedError]:
    """Yield the names that nobody gives and the layout does not set."""
    found = list(tree.find_all(nodes.Name))
    own = {name.name for name in found if name.ctx != "load"} | {*environment.globals, *names}
    wrong = find_undeclared_variables(tree) - own
    for name in found:
        if name.name in wrong:
            yield _unknown("unknown", name, own)
