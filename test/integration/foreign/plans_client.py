#!/usr/bin/env python3
"""A client of PlanService that shares no code with the project: Python, grpcio, protobuf.

    plans_client.py ADDRESS list | show ID | watch N   --from-proto DIR | --from-reflection

What it knows of the messages it has either from the .proto files or from the server itself. Answers are JSON, one a line,
in protobuf's JSON mapping; with show also the moves, out of their columns.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format
from google.protobuf.message_factory import MessageFactory

SERVICE = "thermocline.v1.PlanService"
DEADLINE_S = 30


def pool_from_proto(directory):
    """Descriptors from .proto files, by protoc if there is one, else by buf."""
    with tempfile.TemporaryDirectory() as scratch:
        image = os.path.join(scratch, "image.binpb")
        sources = sorted(
            os.path.relpath(os.path.join(at, name), directory)
            for at, _, names in os.walk(directory)
            for name in names
            if name.endswith(".proto")
        )
        try:
            protoc = ["protoc", "--include_imports", "-I", directory, "-o", image]
            subprocess.run(protoc + sources, check=True)
        except FileNotFoundError:
            subprocess.run(["buf", "build", directory, "-o", image], check=True)
        with open(image, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
    return pool_of(files)


def pool_of(files):
    """Adds each file after those it imports: the pool checks every one of them."""
    waiting = {file.name: file for file in files}
    pool = descriptor_pool.DescriptorPool()

    def add(name):
        file = waiting.pop(name, None)
        if file is None:
            return
        for imported in file.dependency:
            add(imported)
        pool.Add(file)

    for name in list(waiting):
        add(name)
    return pool


def reflection_messages():
    """The messages of grpc/reflection/v1/reflection.proto that are spoken here, by hand."""
    file = descriptor_pb2.FileDescriptorProto(name="reflection.proto", package="grpc.reflection.v1", syntax="proto3")
    kinds = descriptor_pb2.FieldDescriptorProto

    def message(name, *fields):
        built = file.message_type.add(name=name)
        for field, number, kind, label, type_name in fields:
            built.field.add(name=field, number=number, type=kind, label=label, type_name=type_name)

    one, many = kinds.LABEL_OPTIONAL, kinds.LABEL_REPEATED
    own = ".grpc.reflection.v1."
    message(
        "ServerReflectionRequest",
        ("file_by_filename", 3, kinds.TYPE_STRING, one, None),
        ("file_containing_symbol", 4, kinds.TYPE_STRING, one, None),
        ("list_services", 7, kinds.TYPE_STRING, one, None),
    )
    message(
        "ServerReflectionResponse",
        ("file_descriptor_response", 4, kinds.TYPE_MESSAGE, one, own + "FileDescriptorResponse"),
        ("list_services_response", 6, kinds.TYPE_MESSAGE, one, own + "ListServiceResponse"),
        ("error_response", 7, kinds.TYPE_MESSAGE, one, own + "ErrorResponse"),
    )
    message("FileDescriptorResponse", ("file_descriptor_proto", 1, kinds.TYPE_BYTES, many, None))
    message("ListServiceResponse", ("service", 1, kinds.TYPE_MESSAGE, many, own + "ServiceResponse"))
    message("ServiceResponse", ("name", 1, kinds.TYPE_STRING, one, None))
    message("ErrorResponse", ("error_message", 2, kinds.TYPE_STRING, one, None))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return prototype(pool, "grpc.reflection.v1.ServerReflectionRequest"), prototype(
        pool, "grpc.reflection.v1.ServerReflectionResponse"
    )


def pool_from_reflection(channel):
    request_type, response_type = reflection_messages()
    ask = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=request_type.SerializeToString,
        response_deserializer=response_type.FromString,
    )

    def answer(**request):
        response = next(ask(iter([request_type(**request)]), timeout=DEADLINE_S))
        if response.error_response.error_message:
            raise SystemExit(f"reflection: {response.error_response.error_message}")
        return response

    # The text does not matter, but an empty one would not be sent, and so would ask for nothing.
    listed = [each.name for each in answer(list_services="*").list_services_response.service]
    if SERVICE not in listed:
        raise SystemExit(f"{SERVICE} is not among the services listed: {listed}")
    found = {}
    wanted = [answer(file_containing_symbol=SERVICE)]
    while wanted:
        for serialized in wanted.pop().file_descriptor_response.file_descriptor_proto:
            file = descriptor_pb2.FileDescriptorProto.FromString(serialized)
            found[file.name] = file
            wanted += [answer(file_by_filename=name) for name in file.dependency if name not in found]
    return pool_of(found.values())


def prototype(pool, name):
    return MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(name))


class PlanService:
    """Its methods, as the descriptors describe them."""

    def __init__(self, channel, pool):
        self.pool = pool
        self.channel = channel
        self.methods = pool.FindServiceByName(SERVICE).methods_by_name

    def call(self, name, **fields):
        method = self.methods[name]
        request_type = prototype(self.pool, method.input_type.full_name)
        response_type = prototype(self.pool, method.output_type.full_name)
        streams = name.startswith("Watch")
        make = self.channel.unary_stream if streams else self.channel.unary_unary
        stub = make(
            f"/{SERVICE}/{name}",
            request_serializer=request_type.SerializeToString,
            response_deserializer=response_type.FromString,
        )
        return stub(request_type(**fields), timeout=DEADLINE_S)


def varints(column):
    value, shift = 0, 0
    for byte in column:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value, shift = 0, 0


def moves_of(plan):
    """The columns of a plan, taken apart as proto/thermocline/v1/plan.proto describes them."""
    moves = []
    for space in plan.spaces:
        end = 0
        columns = zip(varints(space.ranges.gaps), varints(space.ranges.lengths), space.heat, space.reasons)
        for gap, pages, heat, reason in columns:
            start = end + gap
            end = start + pages
            moves.append(
                {
                    "pid": space.space.process.pid if space.space.WhichOneof("key") == "process" else None,
                    "address": hex(start * plan.page_size),
                    "pages": pages,
                    "to": space.to_node,
                    "heat": heat,
                    "rule": plan.reasons[reason].rule,
                }
            )
    return moves


def put(message, **more):
    print(json.dumps({**json_format.MessageToDict(message), **more}), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("command", choices=["list", "show", "watch"])
    parser.add_argument("argument", nargs="?")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--from-proto", metavar="DIR")
    source.add_argument("--from-reflection", action="store_true")
    given = parser.parse_args()

    with grpc.insecure_channel(given.address) as channel:
        pool = pool_from_proto(given.from_proto) if given.from_proto else pool_from_reflection(channel)
        service = PlanService(channel, pool)
        try:
            if given.command == "list":
                for plan in service.call("ListPlans").plans:
                    put(plan)
            elif given.command == "show":
                response = service.call("GetPlan", plan_id=given.argument)
                put(response, moves=moves_of(response.plan))
            else:
                watch = service.call("WatchPlans", backlog=1000)
                for _, response in zip(range(int(given.argument)), watch):
                    put(response.plan)
                watch.cancel()
        except grpc.RpcError as error:
            print(f"{error.code().name}: {error.details()}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
