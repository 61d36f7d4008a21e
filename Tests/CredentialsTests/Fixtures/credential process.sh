#!/bin/sh
# Prints what a test wants. It stands here ready: a program that was written a moment ago may still be busy.
eval "$SCRIPT"
