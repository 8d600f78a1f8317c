"""Render reports that have been ordered, deliver mails and do the daily duties; `serve` starts such workers
by itself."""

from argparse import ArgumentParser, Namespace

from assessment import config, logs

NAME = "worker"
HELP = "render reports that have been ordered; `serve` starts such workers by itself"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--beside", type=int, metavar="PID", help="end when this parent has ended")


def run(options: Namespace) -> None:
    from assessment.background import jobs  # only workers and web processes need a queue

    settings = config.load()
    logs.begin(settings, "worker")
    logs.catch_all()
    jobs.work(settings, options.beside)
