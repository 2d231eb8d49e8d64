"""Makes the tables of this folder with Python and openpyxl, so that not only our own library wrote them.

Run once by hand (python3 make.py); the files are committed, tests only read them.
"""
import openpyxl, zipfile, io
from openpyxl.styles import Font

HEAD = ["条款", "判定", "样本数", "不符合数", "理由", "说明", "证据"]
ROWS = [
    ["5.1.1.1", "符合", "", "", "", "部门和岗位都有文件", "证据/任命书.pdf; 证据/照片/"],
    ["5.1.2.2", "不符合", "", "", "", "持证人数不足，\n差 2 人", ""],
    ["5.3.2.2", "抽样", 10, 3, "", "", "https://example.cn/台账"],
    ["5.2.3.1", "删减", "", "", "顾客自提，没有运输", "", ""],
    ["特别扣分", 2, "", "", "", "收费没有先报价", ""],
    ["特别加分", "", "", "", "承诺高于三包规定", "", ""],
]

def csv(rows, sep):
    def cell(value):
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in sep + '"\n') else text
    return "\r\n".join(sep.join(cell(c) for c in row) for row in rows) + "\r\n"

def put(name, text, encoding):
    open(name, "wb").write(text.encode(encoding))

table = [HEAD] + ROWS
put("good-utf8.csv", csv(table, ","), "utf-8")
put("good-utf8-bom.csv", csv(table, ","), "utf-8-sig")
put("good-gb18030.csv", csv(table, ","), "gb18030")
put("good-semicolon.csv", csv(table, ";"), "utf-8")
put("good-tab-utf16.csv", csv(table, "\t"), "utf-16")
put("good-tab.tsv", csv(table, "\t"), "gb18030")
english = [["finding", " Verdict ", "nonconforming", "CHECKED", "clause", "evidence", "reason", "weather"]]
words = {"符合": "meets", "不符合": "fails", "抽样": "Sampled", "删减": "excluded"}
names = {"特别扣分": "special_deduction", "特别加分": "bonus"}
for c, v, n, m, r, f, e in ROWS:
    english.append([f, words.get(v, v), m, n, names.get(c, " " + c + " "), e, r, "sunny"])
put("good-english.csv", csv(english, ","), "utf-8")

def sheet(rows, title="Sheet1", book=None):
    book = book or openpyxl.Workbook()
    page = book.create_sheet() if book.active._cells else book.active
    page.title = title
    for row in rows:
        page.append([None if c == "" else c for c in row])
    return book

sheet(table).save("good.xlsx")
# A title above the headings, floats, a first sheet that is empty, formatted but empty cells far below.
book = openpyxl.Workbook()
book.active.title = "封面"
page = book.create_sheet("自评表")
page.append(["某某公司售后服务自评表"])
page.append([])
for row in table:
    page.append([float(c) if isinstance(c, int) else (None if c == "" else c) for c in row])
for at in range(500, 600):
    page.cell(at, 1).font = Font(bold=True)
book.save("good-second-sheet.xlsx")
# A hidden sheet stands first.
book = sheet([["条款", "判定"], ["5.1.1.1", "不符合"]], "旧")
sheet(table, "新", book)
book.worksheets[0].sheet_state = "hidden"
book.active = 1
book.save("good-hidden-sheet.xlsx")

# A formula whose value nobody computed, one whose value is there, an error value.
rows = [["条款", "判定", "样本数", "不符合数"], ["5.3.2.2", "抽样", "=5+5", 1], ["5.1.1.1", "符合"]]
sheet(rows).save("bad-formula.xlsx")
source = zipfile.ZipFile("bad-formula.xlsx")
def patched(name, old, new):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as out:
        for item in source.infolist():
            data = source.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                text = data.decode()
                assert old in text, text
                data = text.replace(old, new).encode()
            out.writestr(item.filename, data)
patched("good-formula-with-value.xlsx", "<f>5+5</f><v />", "<f>5+5</f><v>10</v>")
patched("bad-error-value.xlsx", '<c r="C2"><f>5+5</f><v /></c>', '<c r="C2" t="e"><v>#N/A</v></c>')
patched("bad-last-corner.xlsx", "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
openpyxl.Workbook().save("bad-empty.xlsx")
sheet([["编号", "结果"], ["5.1.1.1", "符合"]]).save("bad-columns.xlsx")
import datetime
sheet([["条款", "判定"], [datetime.date(2026, 5, 1), "符合"]]).save("bad-date.xlsx")
open("bad-old.xls", "wb").write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
open("bad-not-a-workbook.xlsx", "wb").write("条款,判定\n".encode())
with zipfile.ZipFile("bad-other-zip.xlsx", "w") as out:
    out.writestr("readme.txt", "not a workbook")
open("bad-cut.xlsx", "wb").write(open("good.xlsx", "rb").read()[:3000])

put("bad-columns.csv", csv([["条款", "结果"], ["5.1.1.1", "符合"]], ","), "utf-8")
put("bad-column-twice.csv", csv([["条款", "判定", "Verdict"], ["5.1.1.1", "符合", "符合"]], ","), "utf-8")
put("bad-empty.csv", "\r\n \r\n", "utf-8-sig")
open("bad-nothing.csv", "wb").close()
put("bad-encoding.csv", "条款,判定\r\n5.1.1.1,符合\r\n", "utf-8")
data = open("bad-encoding.csv", "rb").read()
open("bad-encoding.csv", "wb").write(data[:-4] + b"\r\n")
open("bad-picture.csv", "wb").write(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89")
put("bad-utf16-no-bom.csv", "条款,判定\r\n5.1.1.1,符合\r\n", "utf-16-le")
bad = [HEAD + ["涉及条款", "已整改", "再看"],
    ["5.1.1.1", "大概符合", "", "", "", "", "", "", "", ""],
    ["5.9.9.9", "符合", "", "", "", "", "", "", "", ""],
    ["5.3.2.2", "抽样", 3, 10, "", "", "", "", "", ""],
    ["5.3.2.1", "抽样", "十", "-1", "", "", "", "", "", ""],
    ["5.1.3.2", "抽样", 10, "", "", "", "", "", "", ""],
    ["5.1.1.2", "抽样", 0, 0, "", "", "", "", "", ""],
    ["5.1.3.1", "抽样", 10, 1, "", "", "", "", "", ""],
    ["5.1.4.1", "删减", "", "", "不涉及", "", "", "", "", ""],
    ["5.2.3.1", "删减", "", "", "", "", "", "", "", ""],
    ["5.1.5.1", "符合", "", "", "", "", "\"a.pdf", "", "", "也许"],
    ["5.1.5.2", "符合", "", "", "", "第一种说法", "", "", "", ""],
    ["5.1.5.2", "不符合", "", "", "", "第二种说法", "", "", "", ""],
    ["5.1.6.1", "符合", 10, 3, "", "", "", "", "", ""],
    ["5.1.6.2", "", 10, 3, "", "", "", "", "", ""],
    ["", "符合", "", "", "", "忘了写条款", "", "", "", ""],
    ["特别扣分", 7, "", "", "", "有这回事", "", "", "", ""],
    ["特别扣分", 2, "", "", "", "", "", "", "", ""],
    ["特别扣分", "二", "", "", "", "有这回事", "", "", "", ""],
    ["特别扣分", 2, "", "", "", "有这回事", "", "5.9.9", "", ""],
    ["特别加分", "不符合", "", "", "没有", "", "", "", "", ""],
    ["特别加分", "", "", "", "", "", "", "", "", ""],
    ["5.1.7.1", "符合", "", "", "", "这一行没有问题", "", "", "", "是"],
]
put("bad-rows.csv", csv(bad, ","), "gb18030")
put("bad-quote.csv", '条款,判定,说明\n5.1.1.1,符合,"没有配对的引号\n5.1.1.2,符合,\n', "utf-8")
