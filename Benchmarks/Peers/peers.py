"""The JSON and XML libraries of Python, timed in a process of their own.

Reads one request a line on standard input, answers with one line: both JSON.
{"work": "versions"}                                                -> {"python": "3.11.7", "orjson": "3.8.3", "ijson": null}
{"work": "loads"|"dumps", "engine": "orjson"|"json"|"lxml.etree", "file": F, "iterations": N} -> {"seconds": for all N}
{"work": "dom", "engine": "lxml.etree", "file": F, "iterations": N, "expressions": [X], "evaluations": E, "stride": S}
                                                                    -> {"seconds": for all N, "found": nodes}
{"work": "queue", "engine": "queue", "threads": 1|2, "capacity": C, "count": M, "iterations": N} -> {"seconds": for all N}
{"work": "records", "engine": "ijson", "file": F, "path": "statuses.item"}       -> {"seconds": S, "records": N}
"""

import importlib
import json
import sys
import threading
import time

documents = {}


def engine(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def document(path):
    if path not in documents:
        documents.clear()  # one at a time: they are large
        with open(path, "rb") as file:
            documents[path] = file.read()
    return documents[path]


def dom(etree, parser, data, request, iterations):
    """Parses, looks at every node and attribute, and evaluates expressions at every so many elements."""
    expressions = [etree.XPath(text, smart_strings=False) for text in request["expressions"]]
    evaluations, stride = request["evaluations"], request["stride"]
    start = time.process_time()
    for _ in iterations:
        root = etree.fromstring(data, parser)
        count = seen = found = 0
        elements = []
        for node in root.iter():
            if isinstance(node.tag, str):
                if seen % stride == 0 and len(elements) < evaluations:
                    elements.append(node)
                seen += 1
                for _, value in node.items():
                    count += len(value)
            count += len(node.text or "") + len(node.tail or "")
        for i in range(evaluations):
            found += len(expressions[i % len(expressions)](elements[i % len(elements)]))
        del elements, node, root
    return {"seconds": time.process_time() - start, "found": found}


def queued(queue, request):
    """Puts items into a queue and gets them, on one thread by turns or from one to another."""
    count, capacity = request["count"], request["capacity"]
    clock = time.process_time if request["threads"] == 1 else time.perf_counter
    start = clock()
    for _ in range(request["iterations"]):
        items = queue.Queue(capacity)
        if request["threads"] == 1:
            for i in range(count):
                items.put(i)
                items.get()
            continue

        def produce():
            for i in range(count):
                items.put(i)

        producer = threading.Thread(target=produce)
        producer.start()
        for _ in range(count):
            items.get()
        producer.join()
    return {"seconds": clock() - start}


def answer(request):
    work = request["work"]
    if work == "versions":
        versions = {name: getattr(engine(name), "__version__", None) for name in ("orjson", "ijson")}
        versions["lxml"] = getattr(engine("lxml.etree"), "__version__", None)
        return {"python": sys.version.split()[0], **versions}
    module = engine(request["engine"])
    if work == "queue":
        return queued(module, request)
    path = request["file"]
    if work == "records":
        count = 0
        start = time.process_time()
        with open(path, "rb") as file:
            for _ in module.items(file, request["path"]):
                count += 1
        return {"seconds": time.process_time() - start, "records": count}
    data = document(path)
    is_xml = request["engine"] == "lxml.etree"
    # Without the parser's size limits, which large documents pass.
    parser = module.XMLParser(huge_tree=True) if is_xml else None
    function = (lambda data: module.fromstring(data, parser)) if is_xml else module.loads
    if work == "dumps":
        data = function(data)
        if is_xml:
            function = lambda value: module.tostring(value, encoding="utf-8")
        elif request["engine"] == "json":
            function = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        else:
            function = module.dumps
    iterations = range(request["iterations"])
    if work == "dom":
        return dom(module, parser, data, request, iterations)
    start = time.process_time()
    for _ in iterations:
        function(data)
    return {"seconds": time.process_time() - start}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
