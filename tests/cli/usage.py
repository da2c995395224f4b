#!/usr/bin/env python3
"""Wrong usage: exit code 2, a sentence that names option, value and what was expected.  usage.py PROGRAM"""
from cli import equal, holds, main, path, png, refused, run, start, write


def test_no_command_is_wrong_usage():
    refused(run(), 2, "no command given")


def test_an_unknown_command_gets_a_suggestion():
    refused(run("rnu"), 2, "unknown command rnu", "did you mean run?")
    refused(run("juggle"), 2, "unknown command juggle")
    refused(run("help", "hepl"), 2, "did you mean help?")


def test_version_and_help_go_to_standard_output():
    for words in (["version"], ["--version"]):
        result = run(*words)
        equal((result.code, result.err), (0, ""))
        holds(result.out.startswith(b"sightline 0."), result.out)
    for words in (["help"], ["--help"], ["help", "run"], ["run", "--help"], ["run", "-h"], ["model", "--help"]):
        result = run(*words)
        equal((result.code, result.err), (0, ""), words)
        holds(result.out.startswith(b"Usage: sightline "), result.out[:80])
    equal(run("run", "--help").out, run("help", "run").out)


def test_a_run_needs_a_source():
    refused(run("run"), 2, "no source", "expected")
    refused(run("run", "--hands"), 2, "no source")


def test_unknown_options_get_a_suggestion():
    refused(run("run", "--hnads", "x"), 2, "unknown option --hnads", "did you mean --hands?")
    refused(run("run", "--ever-frame", "x"), 2, "did you mean --every-frame?")
    refused(run("run", "--zzzzzzzzzzzz", "x"), 2, "unknown option --zzzzzzzzzzzz")
    refused(run("run", "-z", "x"), 2, "unknown option -z")
    refused(run("run", "--hands=max_num_hand=3", "x"), 2, "--hands", "max_num_hand", "did you mean max_num_hands?")


def test_values_out_of_range_name_option_value_and_range():
    for words, parts in (
            (["--limit", "-3"], ["--limit is -3", "0 to"]),
            (["--limit=many"], ['--limit is "many"', "a whole number"]),
            (["--limit=99999999999999999999"], ["--limit is 99999999999999999999"]),
            (["--threads", "65"], ["--threads is 65", "1 to 64"]),
            (["--engine=magic"], ['--engine is "magic"', "tflite or openvino"]),
            (["--precision", "f64"], ['"f64"', "f32, bf16 or auto"]),
            (["--pts=mine"], ['"mine"', "source or legacy"]),
            (["--hands=max_num_hands=0"], ["--hands", "max_num_hands is 0", "1 to 32"]),
            (["--hands=model_complexity=2"], ["model_complexity is 2", "0 to 1"]),
            (["--hands=min_tracking_confidence=1.5"], ["min_tracking_confidence is 1.5", "0 to 1"]),
            (["--hands=min_tracking_confidence=nan"], ['"nan"']),
            (["--hands=limit_hands=2"], ['limit_hands is "2"', "true or false"]),
            (["--hands=static_image_mode=maybe"], ['"maybe"', "true or false"]),
            (["--precision", "bf16"], ["--precision is bf16", "tflite", "openvino"])):
        refused(run("run", *words, "x"), 2, *parts)


def test_a_missing_value_is_named():
    refused(run("run", "--limit"), 2, "--limit needs a value", "0 to")
    refused(run("run", "x", "--out"), 2, "--out needs a value")
    refused(run("run", "--every-frame=yes", "x"), 2, "--every-frame takes no value")


def test_outputs_of_unknown_form_list_what_is_accepted():
    for target in ("video.avi", "", "kafka://host/topic", "keypoints:", ".csv", "x.NDJSON"):
        refused(run("run", "--out", target, "x"), 2, f'--out is "{target}"', "FILE.ndjson", "FILE.csv", "keypoints:FILE.json", "FILE.mp4")


def test_outputs_given_twice_are_refused():
    refused(run("run", "--out", "a.csv", "--out=a.csv", "x"), 2, "--out a.csv is given twice")
    refused(run("run", "--out=-", "--out", "keypoints:-", "x"), 2, "given twice")
    refused(run("run", *[f"--out={n}.csv" for n in range(17)], "x"), 2, "up to 16 outputs")


def test_an_output_that_is_the_source_is_refused_and_the_source_stays():
    source = write("clip.mp4", png(4, 4))
    refused(run("run", "--out", "clip.mp4", source), 2, "would overwrite the source")
    with open(source, "rb") as file:
        equal(file.read(), png(4, 4))


def test_outputs_of_one_source_want_stream_in_their_name():
    refused(run("run", "--out", "x.mp4", "a.png", "b.png"), 2, "--out x.mp4 takes one source, but 2 are given", "{stream}")
    refused(run("run", "--out", "keypoints:x.json", "a.png", "b.png"), 2, "takes one source")


def test_an_output_of_landmarks_wants_an_analyser_that_gives_them():
    refused(run("run", "--out", "keypoints:x.json", "x"), 2, "--out keypoints:x.json", "no analyser", "--hands or --holistic")


def test_streams_of_one_name_and_too_many_sources_are_refused():
    refused(run("run", "a=x.mp4", "a=y.mp4"), 2, "two sources are named a")
    refused(run("run", *["x.mp4"] * 65), 2, "up to 64 sources")
    refused(run("run", "n" * 64 + "=x.mp4"), 2, "the name of a stream takes up to 63 characters")


def test_an_ungrammatical_source_is_wrong_usage():
    refused(run("run", "raw:0x0:rgb24"), 2, "raw:0x0:rgb24", "1x1 to 16384x16384")
    refused(run("run", "raw:8x8:cmyk"), 2, "rgb24, bgr24")
    refused(run("run", "raw:8x8:rgb24@0"), 2, "frame rate")
    refused(run("run", ""), 2, "empty source")


def test_a_double_hyphen_ends_the_options():
    refused(run("run", "--", "--limit"), 1, "--limit", "no such file")
    refused(run("run", "x.png", "--limit", "-1"), 2, "--limit is -1")


def test_a_wrong_configuration_file_gives_file_and_line():
    for text, parts in (
            ("# fine\nhands.max_num_hands = 2\nhands.max_num = 3\n", [":3: ", "hands.max_num"]),
            ("\nhands.max_num_hands = 33\n", [":2: ", "33", "1 to 32"]),
            ("feet.max_num_feet = 3\n", [":1: ", "feet.max_num_feet"]),
            ("run.limit\n", [":1: "])):
        refused(run("run", "--config", write("c.conf", text), "x"), 2, "c.conf", *parts)
    refused(run("run", "--config", path("none.conf"), "x"), 2, "none.conf")
    refused(run("run", "x", env={"SIGHTLINE_CONFIG": path("none.conf")}), 2, "none.conf")


def test_a_wrong_environment_is_named():
    refused(run("run", "x", env={"SIGHTLINE_HANDS_MAX_NUM_HANDS": "50"}), 2, "SIGHTLINE_HANDS_MAX_NUM_HANDS", "50", "1 to 32")
    refused(run("run", "x", env={"SIGHTLINE_RUN_LIMITT": "50"}), 2, "SIGHTLINE_RUN_LIMITT", "did you mean SIGHTLINE_RUN_LIMIT?")


def limit_found(*words, **env):
    return len(run("run", "-q", *words, "raw:2x2:gray8", stdin=bytes(40), env=env).events())


def test_default_gives_way_to_file_to_environment_to_flag():
    config = write("c.conf", "run.limit = 2\n")
    equal(limit_found(), 10)
    equal(limit_found("--config", config), 2)
    equal(limit_found("--config", config, SIGHTLINE_RUN_LIMIT="3"), 3)
    equal(limit_found("--config", config, "--limit", "4", SIGHTLINE_RUN_LIMIT="3"), 4)
    equal(limit_found(SIGHTLINE_CONFIG=config), 2)


def test_a_closed_reader_of_help_is_no_failure():
    process = start("help", "run")
    process.stdout.close()
    process.stderr.read()
    process.stderr.close()
    equal(process.wait(), 0)


main()
